using System.Text.RegularExpressions;

namespace Cos.Sdk.CloudConfig;

/// <summary>Decides whether a step is for this host.</summary>
internal static class NodePattern
{
    /// <summary>A pattern that takes longer on a host's name is a trap.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether a host's name matches; an empty pattern matches all.</summary>
    public static bool Matches(string pattern, string host)
    {
        try
        {
            return pattern.Length == 0 || Regex.IsMatch(host, pattern, RegexOptions.CultureInvariant, Timeout);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
