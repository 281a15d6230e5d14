using System.Collections.Immutable;
using System.Text;

namespace Cos.Sdk.Settings;

/// <summary>
/// The last steps of the system package: shell scripts that write the files of the settings. Texts are readable in the Dockerfile; other
/// bytes are in base64. A change of a setting runs these steps again and none before them.
/// </summary>
internal static class SettingsSteps
{
    private const string End = "COS_END";

    /// <summary>Bytes of a step: builders read Dockerfiles by lines of 64 KiB, and a step is one.</summary>
    private const int MaxStep = 24 << 10;

    private const int Base64Line = 76;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The steps; none without files.</summary>
    public static ImmutableArray<string> Write(ImmutableArray<GeneratedFile> files)
    {
        ImmutableArray<string>.Builder steps = ImmutableArray.CreateBuilder<string>();
        StringBuilder step = new();
        foreach (string command in files.SelectMany(Commands))
        {
            if (step.Length > 0 && step.Length + command.Length > MaxStep)
            {
                steps.Add(step.ToString());
                step.Clear();
            }
            step.Append(step.Length == 0 ? "# Settings of the project file.\n" : "").Append(command);
        }
        if (step.Length > 0)
        {
            steps.Add(step.ToString());
        }
        return steps.ToImmutable();
    }

    private static IEnumerable<string> Commands(GeneratedFile file)
    {
        string path = Quote(file.Path);
        string folder = file.Path[..Math.Max(1, file.Path.LastIndexOf('/'))];
        string redirection = file.Append ? ">>" : ">";
        yield return $"mkdir -p {Quote(folder)}\n";
        if (TextOf(file) is { } text)
        {
            yield return $"cat {redirection} {path} <<'{End}'\n{text}{End}\n";
        }
        else
        {
            const int Piece = MaxStep / 2 / 57 * 57;
            for (int at = 0; at == 0 || at < file.Content.Length; at += Piece)
            {
                string base64 = Convert.ToBase64String(file.Content.AsSpan(at, Math.Min(Piece, file.Content.Length - at)));
                yield return $"base64 -d {(at == 0 ? redirection : ">>")} {path} <<'{End}'\n{Lines(base64)}{End}\n";
            }
        }
        if (!file.Append)
        {
            yield return $"chown {file.Owner} {path}\nchmod {file.Mode} {path}\n";
        }
    }

    /// <summary>The content where a here-document holds it as it is; null otherwise.</summary>
    private static string? TextOf(GeneratedFile file)
    {
        if (file.Content.Length > MaxStep / 2)
        {
            return null;
        }
        try
        {
            string text = Utf8.GetString(file.Content.AsSpan());
            bool plain = text.EndsWith('\n')
                && text.All(letter => letter is '\n' or '\t' || !char.IsControl(letter))
                && text.Split('\n').All(line => line != End && !line.EndsWith('\\'));
            return plain ? text : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Lines(string base64) => string.Concat(base64.Chunk(Base64Line).Select(line => new string(line) + "\n"));

    private static string Quote(string word) =>
        word.All(letter => char.IsAsciiLetterOrDigit(letter) || "_-./".Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
