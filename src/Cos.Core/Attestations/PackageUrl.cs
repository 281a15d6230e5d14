using System.Globalization;
using System.Text;
using Cos.Sdk.Fetching;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Attestations;

/// <summary>Package URLs (purl-spec): names of packages that tools of all ecosystems understand.</summary>
internal static class PackageUrl
{
    /// <summary>A binary package of a Debian-like distribution.</summary>
    /// <param name="package">As installed.</param>
    /// <param name="distribution"><c>debian</c> or another value of <c>ID</c> in os-release.</param>
    /// <param name="release">Value of <c>VERSION_ID</c>; may be empty.</param>
    public static string OfDebian(InstalledPackage package, string distribution, string release)
    {
        StringBuilder url = new($"pkg:deb/{Encode(distribution)}/{Encode(package.Name)}@{Encode(package.Version)}?arch={Encode(package.Architecture)}");
        if (release.Length > 0)
        {
            url.Append(CultureInfo.InvariantCulture, $"&distro={Encode($"{distribution}-{release}")}");
        }
        if (package.Source != package.Name || package.SourceVersion != package.Version)
        {
            url.Append(CultureInfo.InvariantCulture, $"&upstream={Encode($"{package.Source}@{package.SourceVersion}")}");
        }
        return url.ToString();
    }

    /// <summary>A package of a tree.</summary>
    /// <param name="id">The package.</param>
    /// <param name="sha256">SHA-256 of its archive; empty when there is none.</param>
    public static string Of(PackageId id, string sha256)
    {
        string category = id.Name.Category.Length == 0 ? "" : string.Join('/', id.Name.Category.Split('/').Select(Encode)) + "/";
        string version = id.Version.Length == 0 ? "" : "@" + Encode(id.Version);
        return $"pkg:generic/{category}{Encode(id.Name.Name)}{version}{(sha256.Length == 0 ? "" : $"?checksum=sha256:{sha256}")}";
    }

    /// <summary>An image of a registry.</summary>
    /// <param name="reference">As trees name it.</param>
    /// <param name="digest"><c>sha256:…</c>.</param>
    public static string OfImage(string reference, string digest)
    {
        string name = reference.Split('@')[0];
        int tag = name.LastIndexOf(':');
        string repository = tag > name.LastIndexOf('/') ? name[..tag] : name;
        string tagged = tag > name.LastIndexOf('/') ? $"&tag={Encode(name[(tag + 1)..])}" : "";
        string last = repository[(repository.LastIndexOf('/') + 1)..];
        return $"pkg:oci/{Encode(last)}@{Encode(digest).Replace(":", "%3A", StringComparison.Ordinal)}?repository_url={Encode(repository)}{tagged}";
    }

    /// <summary>Percent-encoding of all but what the specification leaves as it is.</summary>
    private static string Encode(string text) => Uri.EscapeDataString(text).Replace("%3A", ":", StringComparison.Ordinal);
}
