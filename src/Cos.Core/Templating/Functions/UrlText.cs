using System.Text;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Percent-encoding of the parts of a URL.</summary>
internal static class UrlText
{
    /// <summary>Escapes a key or value of a query; a space becomes a plus.</summary>
    public static string EscapeQuery(string text) => Escape(text, "-_.~", spaceAsPlus: true);

    /// <summary>Escapes all bytes but ASCII letters, digits and the given characters.</summary>
    public static string Escape(string text, string unescaped, bool spaceAsPlus = false)
    {
        StringBuilder escaped = new(text.Length);
        foreach (byte b in GoText.ToBytes(text))
        {
            char c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || unescaped.Contains(c, StringComparison.Ordinal))
            {
                escaped.Append(c);
            }
            else if (c == ' ' && spaceAsPlus)
            {
                escaped.Append('+');
            }
            else
            {
                escaped.Append('%').Append(Convert.ToHexString([b]));
            }
        }
        return escaped.ToString();
    }
}
