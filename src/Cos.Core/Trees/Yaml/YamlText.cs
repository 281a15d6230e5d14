using System.Buffers;
using System.Text;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Trees.Yaml;

/// <summary>The texts of files: read within bounds, decoded strictly, searched for characters that YAML forbids.</summary>
internal static class YamlText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 0x9F + 1).Select(code => (char)code).Where(letter => char.IsControl(letter) && letter is not ('\t' or '\n' or '\r' or '\u0085')), '\uFFFE', '\uFFFF']);

    /// <summary>The text of a file without a byte order mark; null after an error.</summary>
    public static string? ReadFile(string path, DiagnosticBag diagnostics, YamlLimits limits)
    {
        SourceLocation location = new(path);
        try
        {
            if (LengthOf(path) == 0)
            {
                // Empty, or a pipe or device, which could keep its reader waiting for ever.
                return "";
            }
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            if (stream.Length > limits.MaxLength)
            {
                diagnostics.Add(TreeDiagnostics.FileTooLarge(location, limits.MaxLength));
                return null;
            }
            byte[] bytes = new byte[stream.Length];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            ReadOnlySpan<byte> content = bytes.AsSpan(0, length);
            return Utf8.GetString(content.StartsWith("\uFEFF"u8) ? content[3..] : content);
        }
        catch (DecoderFallbackException)
        {
            diagnostics.Add(TreeDiagnostics.NotUtf8(location));
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(exception is FileNotFoundException or DirectoryNotFoundException
                ? TreeDiagnostics.FileMissing(location)
                : TreeDiagnostics.FileUnreadable(location, exception.Message));
            return null;
        }
    }

    /// <summary>The first character that no YAML text may hold, with its 1-based place; null when there is none.</summary>
    public static (int Line, int Column, char Letter)? FindForbidden(string text)
    {
        int index = text.AsSpan().IndexOfAny(Forbidden);
        if (index < 0)
        {
            return null;
        }
        ReadOnlySpan<char> before = text.AsSpan(0, index);
        return (before.Count('\n') + 1, index - before.LastIndexOf('\n'), text[index]);
    }

    /// <summary>The length of what a path names or links to.</summary>
    private static long LengthOf(string path)
    {
        FileInfo file = new(path);
        return file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target.Length : file.Length;
    }
}
