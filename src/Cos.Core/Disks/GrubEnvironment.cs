using System.Collections.Immutable;
using System.Text;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Disks;

/// <summary>The block in which GRUB keeps variables over a restart: 1,024 bytes, a heading, a line for each variable, filled up with <c>#</c>.</summary>
/// <param name="Variables">Names and values.</param>
internal sealed record GrubEnvironment(ImmutableSortedDictionary<string, string> Variables)
{
    /// <summary>Bytes of a block; GRUB writes it in place and cannot make it larger.</summary>
    public const int Size = 1024;

    private const string Heading = "# GRUB Environment Block\n";

    /// <summary>A block without variables.</summary>
    public static readonly GrubEnvironment Empty = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>The block with a variable set; an empty value takes it out.</summary>
    public GrubEnvironment With(string name, string value) =>
        new(value.Length == 0 ? Variables.Remove(name) : Variables.SetItem(name, value));

    /// <summary>The block with the menu's title as a system's <c>os-release</c> says it, by <c>GRUB_ENTRY_NAME</c>; without one, the same.</summary>
    public GrubEnvironment WithTitleOf(IEnumerable<string> release)
    {
        const string key = "GRUB_ENTRY_NAME=";
        string title = release.LastOrDefault(line => line.StartsWith(key, StringComparison.Ordinal)) ?? key;
        return With("default_menu_entry", title[key.Length..].Trim().Trim('"', '\''));
    }

    /// <summary>Reads a block.</summary>
    /// <param name="block">Its bytes.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="CosException">COS8380: it is none.</exception>
    public static GrubEnvironment Parse(ReadOnlySpan<byte> block, string name)
    {
        string text = Encoding.UTF8.GetString(block);
        if (!text.StartsWith(Heading, StringComparison.Ordinal))
        {
            throw new CosException(MediaDiagnostics.GrubEnvironmentDamaged(name));
        }
        GrubEnvironment environment = Empty;
        StringBuilder line = new();
        for (int index = Heading.Length; index < text.Length; index++)
        {
            if (text[index] == '\\' && index + 1 < text.Length)
            {
                line.Append(text[++index]);
            }
            else if (text[index] == '\n')
            {
                environment = environment.WithLine(line.ToString());
                line.Clear();
            }
            else
            {
                line.Append(text[index]);
            }
        }
        return environment;
    }

    /// <summary>The block's bytes.</summary>
    /// <exception cref="CosException">COS8380: the variables do not fit.</exception>
    public byte[] ToBytes()
    {
        StringBuilder text = new(Heading);
        foreach ((string name, string value) in Variables)
        {
            string escaped = value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\n", "\\\n", StringComparison.Ordinal);
            text.Append(name).Append('=').Append(escaped).Append('\n');
        }
        byte[] content = Encoding.UTF8.GetBytes(text.ToString());
        if (content.Length > Size)
        {
            throw new CosException(MediaDiagnostics.GrubEnvironmentDamaged(DiskFiles.GrubEnvironment));
        }
        byte[] block = new byte[Size];
        block.AsSpan().Fill((byte)'#');
        content.CopyTo(block, 0);
        return block;
    }

    private GrubEnvironment WithLine(string line) =>
        line.IndexOf('=', StringComparison.Ordinal) is > 0 and int equals && line[0] != '#' ? With(line[..equals], line[(equals + 1)..]) : this;
}
