using System.Globalization;
using System.Text.RegularExpressions;

namespace Cos.Sdk.CloudConfig.Reading;

/// <summary>What names and values must look like, with the words that say so.</summary>
internal static partial class Rules
{
    public const string AbsolutePath = "an absolute path without '..'";

    public const string Account = "the name of an account: small letters, digits, '_' and '-', not a digit first, 32 at most";

    public const string AccountOrNumber = "the name or the number of an account";

    public const string OneLine = "one line without a colon";

    public const string Host = "a host name: letters, digits, '-' and '.', 64 at most";

    public const string Url = "an address that begins with http:// or https://";

    public const string Variable = "the name of a variable: letters, digits and '_', not a digit first";

    public const string Parameter = "the name of a kernel parameter such as net.ipv4.ip_forward";

    public const string ModuleName = "the name of a kernel module";

    public const string UnitName = "the name of a systemd unit";

    public const string PublicKey = "a public SSH key, github:NAME or gitlab:NAME";

    public static bool IsAbsolutePath(string text) =>
        text.StartsWith('/') && text.AsSpan().IndexOfAny('\0', '\n') < 0 && !text.Split('/').Contains("..");

    public static bool IsAccount(string text) => AccountPattern().IsMatch(text);

    public static bool IsAccountOrNumber(string text) =>
        IsAccount(text) || uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    public static bool IsOneLine(string text) => text.AsSpan().IndexOfAny(':', '\n', '\r') < 0;

    public static bool IsHost(string text) => text.Length <= 64 && HostPattern().IsMatch(text);

    public static bool IsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https";

    public static bool IsVariable(string text) => VariablePattern().IsMatch(text);

    public static bool IsParameter(string text) => ParameterPattern().IsMatch(text) && !text.Contains("..", StringComparison.Ordinal);

    public static bool IsModule(string text) => ModulePattern().IsMatch(text);

    public static bool IsUnit(string text) => UnitPattern().IsMatch(text);

    public static bool IsPublicKey(string text) => text.AsSpan().IndexOfAny('\n', '\r') < 0 && PublicKeyPattern().IsMatch(text);

    [GeneratedRegex(@"^[a-z_][a-z0-9_-]{0,30}\$?\z", RegexOptions.CultureInvariant)]
    private static partial Regex AccountPattern();

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex HostPattern();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex VariablePattern();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_./:-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ParameterPattern();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ModulePattern();

    [GeneratedRegex(@"^[A-Za-z0-9:_\\@][A-Za-z0-9:_.\\@-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex UnitPattern();

    [GeneratedRegex(@"^(github:|gitlab:)[A-Za-z0-9_.-]+\z|(^|\s)(ssh-[a-z0-9-]+|ecdsa-[a-z0-9-]+|sk-[a-z0-9@.-]+)\s+[A-Za-z0-9+/]+=*(\s|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex PublicKeyPattern();
}
