using System.Text.RegularExpressions;

namespace Cos.Sdk.Running;

/// <summary>Makes the text of a terminal readable elsewhere.</summary>
internal static partial class ConsoleEscapes
{
    /// <summary>Removes sequences that move the cursor, colour or ask the terminal, and characters that are none of a text.</summary>
    public static string Remove(string text) => Controls().Replace(Sequences().Replace(text, ""), "");

    [GeneratedRegex("\u001b(\\[[0-9;?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(\u0007|\u001b\\\\)|[@-Z\\\\^_78c=>()][0-9A-B]?)", RegexOptions.NonBacktracking)]
    private static partial Regex Sequences();

    [GeneratedRegex("[\\x00-\\x08\\x0b-\\x1f\\x7f\ufffd]", RegexOptions.NonBacktracking)]
    private static partial Regex Controls();
}
