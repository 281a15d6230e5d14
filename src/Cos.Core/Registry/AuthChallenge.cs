namespace Cos.Sdk.Registry;

/// <summary>What a registry wants to see: the value of a <c>WWW-Authenticate</c> header.</summary>
/// <param name="Scheme">For example <c>Bearer</c>.</param>
/// <param name="Parameters">By lower-case name.</param>
internal sealed record AuthChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    private const int MaxLength = 8192;

    /// <summary>A parameter; empty when it is not there.</summary>
    public string this[string name] => Parameters.GetValueOrDefault(name, "");

    /// <summary>Whether it is of a scheme.</summary>
    public bool Is(string scheme) => string.Equals(Scheme, scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the challenges of a header; what cannot be read is left out.</summary>
    public static IReadOnlyList<AuthChallenge> Parse(string header)
    {
        List<AuthChallenge> challenges = [];
        Dictionary<string, string>? parameters = null;
        int at = 0;
        while (header.Length <= MaxLength && at < header.Length)
        {
            string word = Token(header, ref at);
            if (word.Length == 0)
            {
                at++;
                continue;
            }
            SkipBlanks(header, ref at);
            if (parameters is not null && at < header.Length && header[at] == '=')
            {
                at++;
                SkipBlanks(header, ref at);
                parameters[word.ToLowerInvariant()] = at < header.Length && header[at] == '"' ? Quoted(header, ref at) : Token(header, ref at);
                continue;
            }
            parameters = new Dictionary<string, string>(StringComparer.Ordinal);
            challenges.Add(new AuthChallenge(word, parameters));
        }
        return challenges;
    }

    private static void SkipBlanks(string text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }
    }

    private static string Token(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && text[at] is not (' ' or '\t' or ',' or '=' or '"'))
        {
            at++;
        }
        return text[start..at];
    }

    private static string Quoted(string text, ref int at)
    {
        System.Text.StringBuilder value = new();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                at++;
            }
            value.Append(text[at]);
        }
        at++;
        return value.ToString();
    }
}
