using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating.Patterns;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Regular expressions.</summary>
internal static class RegexFunctions
{
    public static void AddTo(FunctionTable table) => table
        .Add("regexMatch", "string string", call => Run(call, regex => regex.IsMatch(call.Text(1)), mayBeMalformed: true) ?? false)
        .Add("mustRegexMatch", "string string", call => Run(call, regex => regex.IsMatch(call.Text(1))))
        .AddWithMust("regexFind", "string string", call => Run(call, regex => regex.Find(call.Text(1))))
        .AddWithMust("regexFindAll", "string string int", call => Run(call, regex => FindAll(call, regex)))
        .AddWithMust("regexReplaceAll", "string string string", call =>
            Run(call, regex => Replace(call, regex, match => regex.Expand(call.Text(2), match))))
        .AddWithMust("regexReplaceAllLiteral", "string string string", call => Run(call, regex => Replace(call, regex, _ => call.Text(2))))
        .AddWithMust("regexSplit", "string string int", call => Run(call, regex => regex.Split(call.Text(1), call.Int(2)) is { } pieces
            ? GoList.OfStrings(pieces)
            : GoList.Nil(GoType.StringList)))
        .Add("regexQuoteMeta", "string", call => Quote(call.Text(0)));

    private static string Quote(string text) =>
        string.Concat(text.Select(c => @"\.+*?()|[]{}^$".Contains(c, StringComparison.Ordinal) ? $@"\{c}" : c.ToString()));

    private static GoList FindAll(FunctionCall call, GoRegex regex)
    {
        List<Match> matches = regex.FindAll(call.Text(1), call.Int(2));
        call.Context.Charge(matches.Count);
        return matches.Count > 0 ? GoList.OfStrings(matches.Select(match => match.Value)) : GoList.Nil(GoType.StringList);
    }

    private static string Replace(FunctionCall call, GoRegex regex, Func<Match, string> replacement)
    {
        TextSink text = call.CreateText();
        regex.Replace(call.Text(1), piece => text.Append(piece), replacement);
        return text.ToString();
    }

    private static object? Run(FunctionCall call, Func<GoRegex, object> run, bool mayBeMalformed = false)
    {
        string pattern = call.Text(0);
        call.Context.Charge(call.Text(1).Length + (pattern.Length * 10L));
        try
        {
            return run(call.Context.Remember(pattern, GoRegex.Parse));
        }
        catch (PatternException exception) when (exception.IsMalformed)
        {
            return mayBeMalformed
                ? null
                : throw new CosException(TemplateDiagnostics.BadPattern(call.Location, call.Name, pattern, exception.Message));
        }
        catch (PatternException exception)
        {
            throw new CosException(TemplateDiagnostics.PatternNotSupported(call.Location, call.Name, pattern, exception.Message));
        }
    }
}
