using System.Globalization;

namespace Cos.Sdk.Diagnostics;

/// <summary>The part that concerns YAML itself.</summary>
internal static partial class TreeDiagnostics
{
    /// <summary>Text that no YAML reader accepts.</summary>
    public static Diagnostic InvalidYaml(SourceLocation location, string problem) => Area.Error("COS1001", location, problem);

    /// <summary>A tab where spaces are counted.</summary>
    public static Diagnostic TabIndentation(SourceLocation location) => Area.Error("COS1002", location);

    /// <summary>A second colon in one value.</summary>
    public static Diagnostic UnquotedColon(SourceLocation location) => Area.Error("COS1003", location);

    /// <summary>A line that belongs to nothing.</summary>
    public static Diagnostic BadIndentation(SourceLocation location) => Area.Error("COS1004", location);

    /// <summary>A quote without its end.</summary>
    public static Diagnostic UnclosedQuote(SourceLocation location) => Area.Error("COS1005", location);

    /// <summary>A bracket without its end.</summary>
    public static Diagnostic UnclosedBracket(SourceLocation location, int line) => Area.Error("COS1006", location, line);

    /// <summary>A value that begins with a reserved character.</summary>
    public static Diagnostic UnquotedIndicator(SourceLocation location, string indicator) => Area.Error("COS1007", location, indicator);

    /// <summary>An item on the line of its key.</summary>
    public static Diagnostic MisplacedItem(SourceLocation location) => Area.Error("COS1008", location);

    /// <summary>An escape that does not exist.</summary>
    public static Diagnostic UnknownEscape(SourceLocation location) => Area.Error("COS1009", location);

    /// <summary>An alias of nothing.</summary>
    public static Diagnostic UnknownAnchor(SourceLocation location, string name) => Area.Error("COS1010", location, name);

    /// <summary>A value that contains itself.</summary>
    public static Diagnostic RecursiveAnchor(SourceLocation location, string name) => Area.Error("COS1011", location, name);

    /// <summary>A merge of something that has no keys.</summary>
    public static Diagnostic InvalidMerge(SourceLocation location, string found) => Area.Error("COS1012", location, found);

    /// <summary>A list or mapping as a key.</summary>
    public static Diagnostic ComplexKey(SourceLocation location, string found) => Area.Error("COS1013", location, found);

    /// <summary>A tag that its text does not fit.</summary>
    public static Diagnostic TagMismatch(SourceLocation location, string text, string tag) => Area.Error("COS1014", location, text, tag);

    /// <summary>A control character.</summary>
    public static Diagnostic ForbiddenCharacter(SourceLocation location, char letter) =>
        Area.Error("COS1015", location, ((int)letter).ToString("X4", CultureInfo.InvariantCulture));

    /// <summary>Bytes that are no text.</summary>
    public static Diagnostic NotUtf8(SourceLocation location) => Area.Error("COS1016", location);

    /// <summary>A file that is not there.</summary>
    public static Diagnostic FileMissing(SourceLocation location) => Area.Error("COS1017", location);

    /// <summary>A file that cannot be read.</summary>
    public static Diagnostic FileUnreadable(SourceLocation location, string reason) => Area.Error("COS1018", location, reason);

    /// <summary>A file beyond the limit.</summary>
    public static Diagnostic FileTooLarge(SourceLocation location, int limit) => Area.Error("COS1019", location, limit);

    /// <summary>Nesting beyond the limit.</summary>
    public static Diagnostic TooDeep(SourceLocation location, int limit) => Area.Error("COS1020", location, limit);

    /// <summary>Values beyond the limit.</summary>
    public static Diagnostic TooManyNodes(SourceLocation location, int limit) => Area.Error("COS1021", location, limit);

    /// <summary>A key that is written twice.</summary>
    public static Diagnostic DuplicateKey(SourceLocation location, string key, int firstLine) =>
        Area.Warning("COS1022", location, key, firstLine);

    /// <summary>A merge that wins over a key before it.</summary>
    public static Diagnostic MergeReplaces(SourceLocation location, string key) => Area.Warning("COS1023", location, key);

    /// <summary>A second document.</summary>
    public static Diagnostic SeveralDocuments(SourceLocation location) => Area.Warning("COS1024", location);
}
