using System.Collections.Immutable;
using Cos.Sdk.CloudConfig.Actions;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.CloudConfig.Reading;

/// <summary>Reads a record of an account file, which is YAML inside a text of YAML.</summary>
internal static class EntityReader
{
    private const string Kind = "kind";

    /// <summary>The keys of each kind, in the order of the fields of its file; the first one is the name.</summary>
    private static readonly ImmutableArray<(string Word, AccountKind Kind, string File, ImmutableArray<string> Fields)> Kinds =
    [
        ("user", AccountKind.User, "/etc/passwd", ["username", "password", "uid", "gid", "info", "homedir", "shell"]),
        ("shadow", AccountKind.Shadow, "/etc/shadow",
            ["username", "password", "last_changed", "minimum_changed", "maximum_changed", "warn", "inactive", "expire", "reserved"]),
        ("group", AccountKind.Group, "/etc/group", ["group_name", "password", "gid", "users"]),
        ("gshadow", AccountKind.GroupShadow, "/etc/gshadow", ["name", "password", "administrators", "members"]),
    ];

    private static readonly ImmutableArray<string> Numbers =
        ["uid", "gid", "last_changed", "minimum_changed", "maximum_changed", "warn", "inactive", "expire"];

    /// <summary>Where records of a kind are.</summary>
    public static string UsualFile(AccountKind kind) => Kinds.First(item => item.Kind == kind).File;

    /// <summary>The record of an entry; null after an error.</summary>
    public static AccountEntity? Read(ConfigFields entry)
    {
        if (entry.Find("entity") is not YamlScalar scalar)
        {
            return entry.Require("entity") is null ? null : Fail(entry, CloudConfigDiagnostics.InvalidEntity(entry.LocationOf("entity")));
        }
        // In a block every line of the text is a line of the file, one below the key.
        bool block = scalar.Style is YamlScalarStyle.Literal;
        string file = scalar.Location.File;
        SourceLocation Locate(int line, int column) => block ? new SourceLocation(file, scalar.Location.Line + line) : scalar.Location;
        if (YamlReader.Read(scalar.Text, Locate, entry.Diagnostics) is not { } root)
        {
            return null;
        }
        if (root is not YamlMapping mapping || !mapping.TryGetValue(Kind, out YamlNode? node) || node is not YamlScalar { Text: var word })
        {
            return Fail(entry, CloudConfigDiagnostics.InvalidEntity(root.Location));
        }
        int index = Kinds.IndexOf(Kinds.FirstOrDefault(item => item.Word == word));
        if (index < 0)
        {
            return Fail(entry, CloudConfigDiagnostics.InvalidValue(node.Location, word, Kind, "user, shadow, group or gshadow"));
        }
        (_, AccountKind kind, _, ImmutableArray<string> keys) = Kinds[index];
        ConfigFields fields = new(mapping, $"an entity of kind {word}", [Kind, .. keys], entry.Diagnostics);
        if (fields.Require(keys[0]) is not { } name || fields.Checked(keys[0], name, Rules.IsAccount, Rules.Account) is null)
        {
            return null;
        }
        string?[] values = new string?[keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            if (fields.Has(keys[i]) && ReadField(fields, keys[i]) is not { } value)
            {
                return null;
            }
            else
            {
                values[i] = fields.Has(keys[i]) ? fields.Text(keys[i]) : null;
            }
        }
        return new AccountEntity(kind, name, [.. values]);
    }

    private static string? ReadField(ConfigFields fields, string key)
    {
        string text = fields.Text(key);
        return Numbers.Contains(key) && fields.Number(key) is null && text.Length > 0
            ? null
            : fields.Checked(key, text, Rules.IsOneLine, Rules.OneLine);
    }

    private static AccountEntity? Fail(ConfigFields entry, Diagnostic diagnostic)
    {
        entry.Diagnostics.Add(diagnostic);
        return null;
    }
}
