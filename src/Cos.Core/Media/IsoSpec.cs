using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Media;

/// <summary>What an <c>iso.yaml</c> says.</summary>
internal sealed record IsoSpec
{
    /// <summary>The name of a medium whose spec does not name one.</summary>
    private const string DefaultName = "dev";

    /// <summary>The file.</summary>
    public required SourceLocation Location { get; init; }

    /// <summary>Packages of the root file system.</summary>
    public ImmutableArray<PackageRequirement> RootFs { get; init; } = [];

    /// <summary>An image that is the root file system, instead of packages; empty for none.</summary>
    public string RootFsImage { get; init; } = "";

    /// <summary>Packages of the EFI file system.</summary>
    public ImmutableArray<PackageRequirement> Uefi { get; init; } = [];

    /// <summary>Packages at the top level of the medium.</summary>
    public ImmutableArray<PackageRequirement> IsoImage { get; init; } = [];

    /// <summary>Enabled repositories besides the project's own.</summary>
    public ImmutableArray<RepositoryReference> Repositories { get; init; } = [];

    /// <summary>The kernel below <c>/boot</c> of the root file system.</summary>
    public string KernelFile { get; init; } = "";

    /// <summary>The initial RAM disk below <c>/boot</c> of the root file system.</summary>
    public string InitrdFile { get; init; } = "";

    /// <summary>The volume's name, by which a booting system finds it.</summary>
    public string Label { get; init; } = "";

    /// <summary>Second part of the file's name.</summary>
    public string ImageName { get; init; } = "";

    /// <summary>First part of the file's name.</summary>
    public string ImagePrefix { get; init; } = "";

    /// <summary>Whether the epoch's day is the last part of the file's name.</summary>
    public bool ImageDate { get; init; }

    /// <summary>A ready EFI file system to use instead of making one; relative to the file's folder; empty for none.</summary>
    public string UefiImage { get; init; } = "";

    /// <summary>A folder's name in the EFI file system.</summary>
    public string Architecture { get; init; } = "x86_64";

    /// <summary>The name of the medium's file.</summary>
    /// <param name="epoch">Seconds since 1970.</param>
    public string FileName(long epoch)
    {
        string date = ImageDate ? DateTimeOffset.FromUnixTimeSeconds(epoch).ToString("yyyyMMdd", CultureInfo.InvariantCulture) : "";
        string name = ImagePrefix + ImageName + date;
        return (name.Length > 0 ? name : DefaultName) + ".iso";
    }
}
