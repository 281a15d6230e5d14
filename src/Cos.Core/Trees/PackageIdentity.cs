using System.Buffers;

namespace Cos.Sdk.Trees;

/// <summary>What names, categories and versions may consist of: they become parts of file names and image names.</summary>
internal static class PackageIdentity
{
    private const int MaxLength = 128;

    private static readonly SearchValues<char> Refused = SearchValues.Create(
        [.. Enumerable.Range(0, 0x21).Select(code => (char)code), '\u007F', '/', '\\', '"', '\'', '`', '$', ';', '&', '|', '<', '>', '=', '*', '?', '(', ')', '[', ']', '{', '}', '#', '!', ',', '@', '%', '^']);

    /// <summary>Whether a text that is not empty can be used.</summary>
    public static bool IsValid(string text) =>
        text.Length <= MaxLength && text is not ("." or "..") && !text.AsSpan().ContainsAny(Refused) && !text.Any(char.IsControl);
}
