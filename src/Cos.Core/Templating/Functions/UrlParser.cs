using System.Globalization;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Takes URLs apart.</summary>
internal static class UrlParser
{
    private const string UserCharacters = "-_.~$&+,;=";

    /// <summary>Takes a URL apart; null when it is none.</summary>
    public static Url? Parse(string text)
    {
        int hash = text.IndexOf('#', StringComparison.Ordinal);
        string main = hash < 0 ? text : text[..hash];
        string escapedFragment = hash < 0 ? "" : text[(hash + 1)..];
        return !main.Any(c => c is < ' ' or '\x7f')
            && ParseMain(main) is { } url
            && Unescape(escapedFragment, isHost: false) is { } fragment
            ? url with { Fragment = fragment, EscapedFragment = escapedFragment }
            : null;
    }

    private static Url? ParseMain(string text)
    {
        if (text == "*")
        {
            return new Url { Path = "*" };
        }
        if (!TrySplitScheme(text, out string scheme, out string rest))
        {
            return null;
        }
        bool endsInQuestion = rest.EndsWith('?') && rest.IndexOf('?') == rest.Length - 1;
        int question = rest.IndexOf('?', StringComparison.Ordinal);
        Url url = new()
        {
            Scheme = scheme.ToLowerInvariant(),
            HasEmptyQuery = endsInQuestion,
            Query = question < 0 || endsInQuestion ? "" : rest[(question + 1)..],
        };
        rest = question < 0 ? rest : rest[..question];
        if (!rest.StartsWith('/'))
        {
            if (scheme.Length > 0)
            {
                return url with { Opaque = rest };
            }
            int colon = rest.IndexOf(':', StringComparison.Ordinal);
            int slash = rest.IndexOf('/', StringComparison.Ordinal);
            if (colon >= 0 && (slash < 0 || colon < slash))
            {
                return null;
            }
        }
        bool hasAuthority = rest.StartsWith("//", StringComparison.Ordinal)
            && (scheme.Length > 0 || !rest.StartsWith("///", StringComparison.Ordinal));
        if (hasAuthority)
        {
            int end = rest.IndexOf('/', 2);
            string authority = end < 0 ? rest[2..] : rest[2..end];
            rest = end < 0 ? "" : rest[end..];
            if (ParseAuthority(url, authority) is not { } withHost)
            {
                return null;
            }
            url = withHost;
        }
        else if (scheme.Length > 0 && rest.StartsWith('/'))
        {
            url = url with { OmitsHost = true };
        }
        return Unescape(rest, isHost: false) is { } path ? url with { Path = path, EscapedPath = rest } : null;
    }

    private static bool TrySplitScheme(string text, out string scheme, out string rest)
    {
        (scheme, rest) = ("", text);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsAsciiLetter(c))
            {
                continue;
            }
            if (char.IsAsciiDigit(c) || c is '+' or '-' or '.')
            {
                if (i == 0)
                {
                    return true;
                }
                continue;
            }
            if (c != ':')
            {
                return true;
            }
            (scheme, rest) = (text[..i], text[(i + 1)..]);
            return i > 0;
        }
        return true;
    }

    private static Url? ParseAuthority(Url url, string authority)
    {
        int at = authority.LastIndexOf('@');
        string? host = ParseHost(authority[(at + 1)..]);
        if (host is null || at < 0)
        {
            return host is null ? null : url with { Host = host };
        }
        string userInfo = authority[..at];
        if (!userInfo.All(c => char.IsAsciiLetterOrDigit(c) || "-._:~!$&'()*+,;=%@".Contains(c)))
        {
            return null;
        }
        int colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        string? user = Unescape(colon < 0 ? userInfo : userInfo[..colon], isHost: false);
        string? password = colon < 0 ? "" : Unescape(userInfo[(colon + 1)..], isHost: false);
        if (user is null || password is null)
        {
            return null;
        }
        string escaped = UrlText.Escape(user, UserCharacters) + (colon < 0 ? "" : ":" + UrlText.Escape(password, UserCharacters));
        return url with { Host = host, UserInfo = escaped };
    }

    private static string? ParseHost(string host)
    {
        int close = host.StartsWith('[') ? host.LastIndexOf(']') : -1;
        if (host.StartsWith('[') && close < 0)
        {
            return null;
        }
        int colon = close >= 0 ? close + 1 : host.LastIndexOf(':');
        bool hasPort = colon >= 0 && colon < host.Length;
        if (hasPort && (host[colon] != ':' || host.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9')))
        {
            return null;
        }
        return Unescape(host, isHost: true);
    }

    /// <summary>A part without its escapes; null when one is malformed or, in a host, a character may not stand.</summary>
    public static string? Unescape(string text, bool isHost)
    {
        List<byte> bytes = new(text.Length);
        byte[] source = GoText.ToBytes(text);
        for (int i = 0; i < source.Length; i++)
        {
            char c = (char)source[i];
            if (c == '%')
            {
                string digits = i + 2 < source.Length ? $"{(char)source[i + 1]}{(char)source[i + 2]}" : "";
                if (!byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
                {
                    return null;
                }
                if (isHost && value < 0x80 && value != '%')
                {
                    return null;
                }
                bytes.Add(value);
                i += 2;
                continue;
            }
            if (isHost && c < 0x80 && !char.IsAsciiLetterOrDigit(c) && !Url.HostCharacters.Contains(c, StringComparison.Ordinal))
            {
                return null;
            }
            bytes.Add(source[i]);
        }
        return GoText.FromBytes(bytes.ToArray());
    }
}
