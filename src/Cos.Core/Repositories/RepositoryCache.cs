using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Fetching;

namespace Cos.Sdk.Repositories;

/// <summary>Where a user's builds keep what they fetched from repositories. Everything in it is named by content, and may be deleted at any time.</summary>
/// <param name="folder">Absolute.</param>
internal sealed class RepositoryCache(string folder)
{
    /// <summary>Files as they came.</summary>
    public DownloadCache Downloads { get; } = new(Path.Combine(folder, "downloads"));

    /// <summary>The folder of an unpacked compiler tree.</summary>
    public string TreeOf(LockedFile compilerTree) => Path.Combine(folder, "trees", compilerTree.Sha256);

    /// <summary>The catalog of a state of a repository.</summary>
    public string CatalogOf(LockedRepository locked) => Path.Combine(folder, "catalogs", $"{IdentityOf(locked)}.json");

    /// <summary>Whether what planning takes of a state is there.</summary>
    public bool Has(LockedRepository state) =>
        (state.CompilerTree is not { } tree || Directory.Exists(TreeOf(tree))) && File.Exists(CatalogOf(state));

    /// <summary>Held while something of a repository's state is unpacked.</summary>
    public string LockOf(LockedRepository locked) => Path.Combine(folder, "locks", IdentityOf(locked));

    /// <summary>Names the content of a state: 64 hexadecimal digits.</summary>
    public static string IdentityOf(LockedRepository locked) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{CatalogDocument.CurrentVersion} {locked.Tree.Sha256} {locked.Meta.Sha256} {locked.CompilerTree?.Sha256}")));
}
