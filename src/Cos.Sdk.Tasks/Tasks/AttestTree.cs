using Cos.Sdk.Artifacts.Metadata;
using Cos.Sdk.Attestations;
using Cos.Sdk.Fetching;
using Cos.Sdk.Trees;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Writes the list of contents of the whole tree: packages, what they require, base images.</summary>
[MSBuildMultiThreadableTask]
public sealed class AttestTree : CosTask
{
    /// <summary>Plan items of artifacts. Metadata: Metadata and Parts, the names of metadata files.</summary>
    [Required]
    public ITaskItem[] Artifacts { get; set; } = [];

    /// <summary>Where the archives are.</summary>
    [Required]
    public string RepositoryFolder { get; set; } = "";

    /// <summary>The repository's name.</summary>
    [Required]
    public string RepositoryName { get; set; } = "";

    /// <summary>The lock file.</summary>
    [Required]
    public string LockFile { get; set; } = "";

    /// <summary>The date of all results, in seconds since 1970.</summary>
    [Required]
    public long Epoch { get; set; }

    /// <summary>The private key that signs: a path or <c>env://NAME</c>; empty for none.</summary>
    public string SigningKey { get; set; } = "";

    /// <inheritdoc />
    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellationToken)
    {
        string folder = PathOf(RepositoryFolder);
        CosLock content = await CosLockFile.ReadAsync(PathOf(LockFile), cancellationToken).ConfigureAwait(false);
        (PackageDefinition, string)[] archives = [.. Artifacts
            .SelectMany(item => item.GetMetadata("Parts").Split(';', StringSplitOptions.RemoveEmptyEntries).Prepend(item.GetMetadata("Metadata")))
            .Select(name => ArtifactMetadataReader.ReadFile(Path.Combine(folder, name)))
            .Select(made => (made.Definition, made.Sha256))];
        new AttestationFiles(folder, Keys().ReadSigningKey(SigningKey))
            .Write(AttestationFiles.Tree, TreeContents.Create(RepositoryName, archives, content, Epoch, Maker));
    }
}
