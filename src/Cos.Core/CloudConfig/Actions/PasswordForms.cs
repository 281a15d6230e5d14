namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Tells hashes of passwords from passwords.</summary>
internal static class PasswordForms
{
    /// <summary>Nothing.</summary>
    public const string None = "none";

    /// <summary>A hash, or a mark such as <c>!</c> that no password fits.</summary>
    public const string Hash = "hash";

    /// <summary>In clear.</summary>
    public const string Clear = "clear";

    /// <summary>The form of a text.</summary>
    public static string Of(string password) => password switch
    {
        "" => None,
        ['!' or '*', ..] => Hash,
        ['$', .. var rest] when rest.Count(letter => letter == '$') >= 2 => Hash,
        _ => Clear,
    };
}
