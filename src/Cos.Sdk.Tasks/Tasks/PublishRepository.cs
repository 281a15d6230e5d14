using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;
using Cos.Sdk.Registry;
using Cos.Sdk.Repositories.Publishing;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Cos.Sdk.Tasks;

/// <summary>Publishes the repository of a build to a registry or into a folder.</summary>
[MSBuildMultiThreadableTask]
public sealed class PublishRepository : CosTask
{
    /// <summary>The repository of the build.</summary>
    [Required]
    public string RepositoryFolder { get; set; } = "";

    /// <summary>A repository of a registry, or a folder.</summary>
    [Required]
    public string Destination { get; set; } = "";

    /// <summary>For folders: <c>disk</c> or <c>http</c>; empty to decide by the addresses.</summary>
    public string RepositoryType { get; set; } = "";

    /// <summary>Where clients will find it, separated by semicolons; empty for the destination.</summary>
    public string Urls { get; set; } = "";

    /// <summary>Whether packages that are there and are not in the build's repository are dropped.</summary>
    public bool ReplacesOthers { get; set; }

    /// <summary>Whether requirements that nothing published meets are warnings.</summary>
    public bool AllowsMissingRequirements { get; set; }

    /// <summary>Name of the snapshot; empty for the number of the revision.</summary>
    public string Snapshot { get; set; } = "";

    /// <summary>Repositories of the same registry that layers may be taken from, separated by semicolons.</summary>
    public string MountRepositories { get; set; } = "";

    /// <summary>Registries without encryption, separated by semicolons.</summary>
    public string InsecureRegistries { get; set; } = "";

    /// <summary>The private key that signs the entry point: a path or <c>env://NAME</c>; empty for none.</summary>
    public string SigningKey { get; set; } = "";

    /// <summary>OCI name of the architecture.</summary>
    [Required]
    public string Architecture { get; set; } = "";

    /// <summary>Where intermediate files go.</summary>
    [Required]
    public string WorkFolder { get; set; } = "";

    /// <summary>The date of the update, in seconds since 1970.</summary>
    [Required]
    public long Epoch { get; set; }

    /// <summary>One item: the destination. Metadata: Kind (Repository), Revision.</summary>
    [Output]
    public ITaskItem[] Published { get; private set; } = [];

    /// <inheritdoc />
    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellationToken)
    {
        SourceLocation project = new(ProjectPath);
        DestinationName name = DestinationName.Parse(Destination, TaskEnvironment.ProjectDirectory, project);
        PublishRequest request = new()
        {
            Source = Path.TrimEndingDirectorySeparator(PathOf(RepositoryFolder)),
            WorkFolder = PathOf(WorkFolder),
            Urls = [.. Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            KeepsOthers = !ReplacesOthers,
            AllowsMissingRequirements = AllowsMissingRequirements,
            Epoch = Epoch,
            Snapshot = Snapshot,
            SigningKey = Keys().ReadSigningKey(SigningKey),
            Location = project,
        };
        using FileLock turn = await FileLock
            .TakeAsync(Path.Combine(request.WorkFolder, ".lock"), null, LockTimeout, cancellationToken).ConfigureAwait(false);
        PublishResult result = name.Folder is { } folder
            ? await PublishToFolderAsync(folder, request, cancellationToken).ConfigureAwait(false)
            : await PublishToRegistryAsync(name.Repository!, request, cancellationToken).ConfigureAwait(false);
        Log.LogMessage(
            MessageImportance.High,
            "  {0}: {1} {2}, {3} packages, {4} sent",
            name.Folder ?? name.Repository!.Name,
            result.IsChanged ? "revision" : "unchanged, revision",
            result.Header.Revision.ToString(CultureInfo.InvariantCulture),
            result.Listed,
            result.Sent);
        TaskItem item = new(name.Folder ?? name.Repository!.Name);
        item.SetMetadata("Kind", "Repository");
        item.SetMetadata("Revision", result.Header.Revision.ToString(CultureInfo.InvariantCulture));
        Published = [item];
    }

    private async Task<PublishResult> PublishToFolderAsync(string folder, PublishRequest request, CancellationToken cancellationToken)
    {
        using FileLock turn = await FileLock
            .TakeAsync(Path.Combine(folder, ".lock"), null, LockTimeout, cancellationToken).ConfigureAwait(false);
        FolderDestination destination = new(folder, DestinationName.TypeOf(RepositoryType, request.Urls, request.Location));
        return await new RepositoryPublisher(destination, request, Diagnostics).PublishAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<PublishResult> PublishToRegistryAsync(ImageReference repository, PublishRequest request, CancellationToken cancellationToken)
    {
        ImmutableArray<ImageReference> mounts = [.. RegistryAccess.Split(MountRepositories).Select(text => ImageReference.Parse(text, request.Location))];
        using RegistryClient client = new(RegistryAccess.Options(InsecureRegistries), RegistryAccess.Credentials(EnvironmentVariables()));
        LayerRecords layers = new(Path.Combine(request.WorkFolder, "layers.json"));
        RegistryDestination destination = new(
            client, repository, new ImagePlatform { Os = "linux", Architecture = Architecture }, layers, mounts, Diagnostics);
        try
        {
            return await new RepositoryPublisher(destination, request, Diagnostics).PublishAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            layers.Save();
        }
    }
}
