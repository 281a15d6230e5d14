using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Golden;

/// <summary>Writes diagnostics for people.</summary>
internal static class Diagnosed
{
    /// <summary>One line each: place, severity, code, message.</summary>
    public static string Text(IEnumerable<Diagnostic> diagnostics) => string.Join('\n', diagnostics.Select(Line));

    /// <summary>One diagnostic as compilers print it.</summary>
    public static string Line(Diagnostic item) =>
        $"{(item.Location is { } place ? $"{place}: " : "")}{item.Severity.ToString().ToLowerInvariant()} {item.Code}: {item.Message}";
}
