using System.Globalization;
using System.Text;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Planning;

/// <summary>Names of nodes: stable while content changes, and good as file names everywhere.</summary>
internal static class NodeKeys
{
    /// <summary>Key of a package's artifact.</summary>
    public static string Artifact(PackageId package) => "artifact." + Escape(package);

    /// <summary>Key of the base that a package's parts are composed into.</summary>
    public static string Composed(PackageId package) => "base." + Escape(package);

    /// <summary>Key of the image that a package's fetched archive is made into.</summary>
    public static string Fetched(PackageId package) => "fetched." + Escape(package);

    /// <summary>Key of a package's image.</summary>
    /// <param name="package">The package.</param>
    /// <param name="chainKey">Empty in the package's own chain; else the key of the chain of the package that requires it.</param>
    public static string Image(PackageId package, string chainKey) =>
        "image." + Escape(package) + (chainKey.Length == 0 ? "" : "." + chainKey);

    /// <summary>The key of a chain with one more package at its end; the empty key is the empty chain.</summary>
    public static string Extend(string chainKey, PackageId package)
    {
        using ContentHasher hasher = new();
        return hasher.Add("below", chainKey).Add("package", package.ToString()).Finish()[..12];
    }

    private static string Escape(PackageId package)
    {
        StringBuilder text = new();
        foreach (Rune letter in package.Fingerprint.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(letter) || letter.Value is '-' or '.' or '+' or '_')
            {
                text.Append(letter);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"%{letter.Value:x}");
            }
        }
        return text.ToString();
    }
}
