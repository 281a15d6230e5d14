namespace Cos.Sdk.Diagnostics;

/// <summary>COS2xxx: templates.</summary>
internal static class TemplateDiagnostics
{
    private static readonly DiagnosticArea Area = new("Template");

    /// <summary>COS2001: an action without its end.</summary>
    public static Diagnostic UnclosedAction(SourceLocation location) => Area.Error("COS2001", location);

    /// <summary>COS2002: a comment without its end.</summary>
    public static Diagnostic UnclosedComment(SourceLocation location) => Area.Error("COS2002", location);

    /// <summary>COS2003: a comment that is not the whole action.</summary>
    public static Diagnostic CommentNotClosedByAction(SourceLocation location) => Area.Error("COS2003", location);

    /// <summary>COS2004: a string or character constant without its end.</summary>
    public static Diagnostic UnclosedString(SourceLocation location) => Area.Error("COS2004", location);

    /// <summary>COS2005: a parenthesis without its partner.</summary>
    public static Diagnostic UnbalancedParenthesis(
        SourceLocation location, string parenthesis) =>
        Area.Error("COS2005", location, parenthesis);

    /// <summary>COS2006: a character that the lexer does not know.</summary>
    public static Diagnostic UnexpectedCharacter(SourceLocation location, string found) => Area.Error("COS2006", location, found);

    /// <summary>COS2007: a token out of order.</summary>
    public static Diagnostic UnexpectedToken(
        SourceLocation location, string token, string context) =>
        Area.Error("COS2007", location, token, context);

    /// <summary>COS2008: a malformed or too large number.</summary>
    public static Diagnostic BadNumber(SourceLocation location, string text) => Area.Error("COS2008", location, text);

    /// <summary>COS2009: a malformed character constant.</summary>
    public static Diagnostic BadCharacter(SourceLocation location, string text) => Area.Error("COS2009", location, text);

    /// <summary>COS2010: a malformed string.</summary>
    public static Diagnostic BadEscape(SourceLocation location, string text) => Area.Error("COS2010", location, text);

    /// <summary>COS2011: a block without its end.</summary>
    public static Diagnostic MissingEnd(SourceLocation location) => Area.Error("COS2011", location);

    /// <summary>COS2012: a keyword outside its block.</summary>
    public static Diagnostic MisplacedKeyword(SourceLocation location, string keyword) => Area.Error("COS2012", location, keyword);

    /// <summary>COS2013: a name that is defined twice.</summary>
    public static Diagnostic TemplateDefinedTwice(
        SourceLocation location, string name, string other) =>
        Area.Error("COS2013", location, name, other);

    /// <summary>COS2014: too many open blocks.</summary>
    public static Diagnostic SourceNestedTooDeep(SourceLocation location, int limit) => Area.Error("COS2014", location, limit);

    /// <summary>COS2015: too many variables.</summary>
    public static Diagnostic TooManyVariables(SourceLocation location, string context) => Area.Error("COS2015", location, context);

    /// <summary>COS2016: an empty pipeline.</summary>
    public static Diagnostic MissingValue(SourceLocation location, string context) => Area.Error("COS2016", location, context);

    /// <summary>COS2017: a constant after a pipe.</summary>
    public static Diagnostic NotExecutable(SourceLocation location, string text) => Area.Error("COS2017", location, text);

    /// <summary>COS2018: a field of a constant.</summary>
    public static Diagnostic FieldOfLiteral(
        SourceLocation location, string text, string field) =>
        Area.Error("COS2018", location, text, field);

    /// <summary>COS2019: an unknown function.</summary>
    public static Diagnostic UnknownFunction(SourceLocation location, string name) => Area.Error("COS2019", location, name);

    /// <summary>COS2020: an unknown variable.</summary>
    public static Diagnostic UndefinedVariable(SourceLocation location, string name) => Area.Error("COS2020", location, name);

    /// <summary>COS2021: an unknown template.</summary>
    public static Diagnostic UnknownTemplate(SourceLocation location, string name) => Area.Error("COS2021", location, name);

    /// <summary>COS2022: endless inclusion.</summary>
    public static Diagnostic TemplatesNestedTooDeep(
        SourceLocation location, string name, int limit) =>
        Area.Error("COS2022", location, name, limit);

    /// <summary>COS2023: nil as a command.</summary>
    public static Diagnostic NilIsNoCommand(SourceLocation location) => Area.Error("COS2023", location);

    /// <summary>COS2024: arguments for a value.</summary>
    public static Diagnostic NotAFunction(SourceLocation location, string text) => Area.Error("COS2024", location, text);

    /// <summary>COS2025: a field of nothing.</summary>
    public static Diagnostic FieldOfAbsentValue(
        SourceLocation location, string field, string text) =>
        Area.Error("COS2025", location, field, text);

    /// <summary>COS2026: a field of a value that has none.</summary>
    public static Diagnostic NoSuchField(
        SourceLocation location, string field, string text, string type) =>
        Area.Error("COS2026", location, field, text, type);

    /// <summary>COS2027: a range over a scalar.</summary>
    public static Diagnostic NotIterable(SourceLocation location, string text, string type) => Area.Error("COS2027", location, text, type);

    /// <summary>COS2028: a wrong number of arguments.</summary>
    public static Diagnostic WrongArgumentCount(
        SourceLocation location, string function, string expected, int actual) =>
        Area.Error("COS2028", location, function, expected, actual);

    /// <summary>COS2029: an argument of a wrong type.</summary>
    public static Diagnostic WrongArgumentType(
        SourceLocation location, string function, int index, string expected, string text, string actual) =>
        Area.Error("COS2029", location, function, index, expected, text, actual);

    /// <summary>COS2030: a function that failed.</summary>
    public static Diagnostic FunctionFailed(
        SourceLocation location, string function, string reason) =>
        Area.Error("COS2030", location, function, reason);

    /// <summary>COS2031: fail was called.</summary>
    public static Diagnostic Failed(SourceLocation location, string message) => Area.Error("COS2031", location, message);

    /// <summary>COS2032: a function that is not reproducible.</summary>
    public static Diagnostic FunctionRefused(
        SourceLocation location, string function, string reason) =>
        Area.Error("COS2032", location, function, reason);

    /// <summary>COS2033: a malformed regular expression.</summary>
    public static Diagnostic BadPattern(
        SourceLocation location, string function, string pattern, string reason) =>
        Area.Error("COS2033", location, function, pattern, reason);

    /// <summary>COS2034: a regular expression that cannot be had.</summary>
    public static Diagnostic PatternNotSupported(
        SourceLocation location, string function, string pattern, string reason) =>
        Area.Error("COS2034", location, function, pattern, reason);

    /// <summary>COS2035: no YAML is at hand.</summary>
    public static Diagnostic NoYaml(SourceLocation location, string function) => Area.Error("COS2035", location, function);

    /// <summary>COS2036: too much text.</summary>
    public static Diagnostic TextTooLong(SourceLocation location, int limit) => Area.Error("COS2036", location, limit);

    /// <summary>COS2037: too much work.</summary>
    public static Diagnostic TooMuchWork(SourceLocation location, long limit) => Area.Error("COS2037", location, limit);

    /// <summary>COS2038: a value nested without end.</summary>
    public static Diagnostic ValueNestedTooDeep(SourceLocation location, int limit) => Area.Error("COS2038", location, limit);

    /// <summary>COS2039: an absent value is printed.</summary>
    public static Diagnostic NoValue(SourceLocation location, string text) => Area.Warning("COS2039", location, text);

    /// <summary>COS2040: an unknown time zone.</summary>
    public static Diagnostic UnknownTimeZone(SourceLocation location, string zone) => Area.Warning("COS2040", location, zone);
}
