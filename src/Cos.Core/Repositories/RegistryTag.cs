using Cos.Sdk.Registry;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>Names of things in a repository of type docker: tags, in which a <c>+</c> becomes a <c>-</c> as the classic tools do it.</summary>
internal static class RegistryTag
{
    /// <summary>The tag of a file.</summary>
    public static string Of(string fileName) => fileName.Replace('+', '-');

    /// <summary>The tag of a package's content: <c>name-category-version</c>.</summary>
    public static string Of(PackageId id) => Of(id.Fingerprint);

    /// <summary>Whether a text can be a tag as it is.</summary>
    public static bool IsValid(string tag) => ImageReference.IsTag(tag);
}
