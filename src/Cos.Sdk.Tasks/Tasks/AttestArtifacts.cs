using Cos.Sdk.Artifacts.Metadata;
using Cos.Sdk.Attestations;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;
using Cos.Sdk.Planning;
using Cos.Sdk.Versions;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Writes provenance for archives, and lists of contents for those that hold a distribution.</summary>
[MSBuildMultiThreadableTask]
public sealed class AttestArtifacts : CosTask
{
    /// <summary>Plan items of artifacts. Metadata: Metadata and Parts, the names of metadata files.</summary>
    [Required]
    public ITaskItem[] Artifacts { get; set; } = [];

    /// <summary>All plan files of the project.</summary>
    [Required]
    public ITaskItem[] Plans { get; set; } = [];

    /// <summary>Where the archives are.</summary>
    [Required]
    public string RepositoryFolder { get; set; } = "";

    /// <summary>The package that is the system: it gets a list of contents in any case.</summary>
    public string SystemPackage { get; set; } = "";

    /// <summary>The private key that signs: a path or <c>env://NAME</c>; empty for none.</summary>
    public string SigningKey { get; set; } = "";

    /// <inheritdoc />
    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellationToken)
    {
        string folder = PathOf(RepositoryFolder);
        AttestationFiles files = new(folder, Keys().ReadSigningKey(SigningKey));
        Dictionary<string, PlanNode> graph = Plans.Select(plan => PlanJson.Read(PathOf(plan))).ToDictionary(node => node.Key, StringComparer.Ordinal);
        PackageName? system = SystemPackage.Trim().Length == 0 ? null : PackageReference.ParseRequirement(SystemPackage).Name;
        foreach (ITaskItem item in Artifacts)
        {
            ArtifactNode node = (ArtifactNode)graph[Path.GetFileNameWithoutExtension(item.ItemSpec)];
            ArtifactMetadata[] made = [.. item.GetMetadata("Parts").Split(';', StringSplitOptions.RemoveEmptyEntries)
                .Prepend(node.Metadata)
                .Select(name => ArtifactMetadataReader.ReadFile(Path.Combine(folder, name)))];
            if (made[0].Files.Any(DpkgDatabase.IsStatus) || made[0].Definition.Id.Name == system)
            {
                await ListAsync(files, folder, node, made[0], cancellationToken).ConfigureAwait(false);
            }
            // Last: its time says that all of them are up to date.
            files.Write(
                node.Definition.Id.Fingerprint + AttestationFiles.Provenance,
                Provenance.Write(made.Select(artifact => (artifact.ArchiveFile, artifact.Sha256)), node, graph, Maker.Version));
        }
    }

    private async System.Threading.Tasks.Task ListAsync(
        AttestationFiles files, string folder, ArtifactNode node, ArtifactMetadata made, CancellationToken cancellationToken)
    {
        Sbom sbom = await SystemContents.ReadAsync(
            Path.Combine(folder, made.ArchiveFile), made.Sha256, node.Definition, node.Epoch, Maker, cancellationToken).ConfigureAwait(false);
        if (sbom.Components.IsEmpty)
        {
            Diagnostics.Add(TrustDiagnostics.NoDistributionPackages(node.Package));
        }
        files.Write(node.Definition.Id.Fingerprint, sbom);
    }
}
