using System.Text;

namespace Cos.Sdk.Templating.Functions;

/// <summary>A URL in parts, unescaped but for the query.</summary>
internal sealed record Url
{
    /// <summary>What may stand in a host unescaped, besides letters and digits.</summary>
    public const string HostCharacters = "-_.~!$&'()*+,;=:[]<>\"";
    private const string PathCharacters = "-_.~$&+,/:;=@";
    private const string FragmentCharacters = "-_.~$&+,/:;=?@!()*";

    public string Scheme { get; init; } = "";

    public string Opaque { get; init; } = "";

    public string Host { get; init; } = "";

    public string Path { get; init; } = "";

    public string Query { get; init; } = "";

    public string Fragment { get; init; } = "";

    /// <summary>User and password, escaped; null when there is none.</summary>
    public string? UserInfo { get; init; }

    /// <summary>The host without the port and without the brackets of an IPv6 address.</summary>
    public string HostName
    {
        get
        {
            int colon = Host.LastIndexOf(':');
            string host = colon >= 0 && !Host.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9') ? Host[..colon] : Host;
            return host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host;
        }
    }

    /// <summary>The path as it was written; null when the URL was not read.</summary>
    public string? EscapedPath { get; init; }

    /// <summary>The fragment as it was written; null when the URL was not read.</summary>
    public string? EscapedFragment { get; init; }

    /// <summary>Whether a question mark is the last of it.</summary>
    public bool HasEmptyQuery { get; init; }

    /// <summary>Whether the path follows the scheme at once: <c>file:/etc</c>.</summary>
    public bool OmitsHost { get; init; }

    /// <inheritdoc />
    public override string ToString()
    {
        StringBuilder text = new();
        if (Scheme.Length > 0)
        {
            text.Append(Scheme).Append(':');
        }
        if (Opaque.Length > 0)
        {
            text.Append(Opaque);
        }
        else
        {
            AppendHierarchy(text);
        }
        if (Query.Length > 0 || HasEmptyQuery)
        {
            text.Append('?').Append(Query);
        }
        if (Fragment.Length > 0)
        {
            text.Append('#').Append(EscapedOf(Fragment, EscapedFragment, FragmentCharacters));
        }
        return text.ToString();
    }

    /// <summary>A part escaped: as it was written where that still stands for it.</summary>
    private static string EscapedOf(string part, string? written, string characters) =>
        written is not null && IsValid(written, characters) && UrlParser.Unescape(written, isHost: false) == part
            ? written
            : UrlText.Escape(part, characters);

    /// <summary>Whether an escaped part may stand as it is.</summary>
    private static bool IsValid(string escaped, string characters) => escaped.All(c =>
        char.IsAsciiLetterOrDigit(c) || c == '%' || "!'()*[]".Contains(c) || characters.Contains(c, StringComparison.Ordinal));

    private void AppendHierarchy(StringBuilder text)
    {
        if (Scheme.Length > 0 || Host.Length > 0 || UserInfo is not null)
        {
            if (!(OmitsHost && Host.Length == 0 && UserInfo is null))
            {
                if (Host.Length > 0 || Path.Length > 0 || UserInfo is not null)
                {
                    text.Append("//");
                }
                text.Append(UserInfo is null ? "" : UserInfo + "@").Append(UrlText.Escape(Host, HostCharacters));
            }
        }
        string path = Path == "*" ? "*" : EscapedOf(Path, EscapedPath, PathCharacters);
        if (path.Length > 0 && path[0] != '/' && Host.Length > 0)
        {
            text.Append('/');
        }
        if (text.Length == 0 && path.Split('/')[0].Contains(':'))
        {
            text.Append("./");
        }
        text.Append(path);
    }
}
