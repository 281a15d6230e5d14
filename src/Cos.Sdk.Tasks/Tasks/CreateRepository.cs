using System.Globalization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;
using Cos.Sdk.Files;
using Cos.Sdk.Planning;
using Cos.Sdk.Repositories;
using Cos.Sdk.Trees;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Indexes the archives as a repository, in the folder where they are.</summary>
[MSBuildMultiThreadableTask]
public sealed class CreateRepository : SourceTask
{
    /// <summary>Where the archives are.</summary>
    [Required]
    public string RepositoryFolder { get; set; } = "";

    /// <summary>Plan items of artifacts. Metadata: Metadata, the name of the metadata file.</summary>
    [Required]
    public ITaskItem[] Artifacts { get; set; } = [];

    /// <summary>The repository's name.</summary>
    [Required]
    public string RepositoryName { get; set; } = "";

    /// <summary>Free text.</summary>
    public string Description { get; set; } = "";

    /// <summary>Where clients will find it, separated by semicolons.</summary>
    public string Urls { get; set; } = "";

    /// <summary>The private key that signs archives and repository: a path or <c>env://NAME</c>; empty for none.</summary>
    public string SigningKey { get; set; } = "";

    /// <summary>Where plan files are.</summary>
    [Required]
    public string PlanFolder { get; set; } = "";

    /// <summary>Where timeline.json and timeline.html go.</summary>
    [Required]
    public string TimelineFolder { get; set; } = "";

    /// <summary>Keeps what there was to say.</summary>
    public string SaidFile { get; set; } = "";

    /// <inheritdoc />
    private protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await TimelineOf(PlanFolder).MeasureAsync("repository", RepositoryName, async () => (0, await WriteAsync(cancellationToken).ConfigureAwait(false)))
            .ConfigureAwait(false);
        WriteTimeline(PlanFolder, TimelineFolder);
        KeepSaid(SaidFile, before: 0);
    }

    /// <summary>Whether anything changed.</summary>
    private async Task<bool> WriteAsync(CancellationToken cancellationToken)
    {
        CosLock content = await CosLockFile.ReadAsync(PathOf(LockFile), cancellationToken).ConfigureAwait(false);
        SourceModel model = LoadSources(content, cancellationToken);
        string folder = Path.TrimEndingDirectorySeparator(PathOf(RepositoryFolder));
        using FileLock turn = await FileLock
            .TakeAsync(Path.Combine(folder, ".lock"), null, LockTimeout, cancellationToken).ConfigureAwait(false);
        RepositoryWriter writer = new(
            new RepositoryContent
            {
                Folder = folder,
                Name = RepositoryName,
                Description = Description,
                Urls = [.. Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
                Epoch = EpochWith(content),
                MetadataFiles = [.. Artifacts.SelectMany(MetadataOf).Select(file => Path.Combine(folder, file)).Order(StringComparer.Ordinal)],
                Definitions = [.. model.Tree.Packages.SelectMany(package => DefinitionsOf(package, model))],
                Trees = [.. Trees.Concat(Packages).Select(PathOf)],
                Values = model.MergedValues,
                ExcludedFolders = [Path.Combine(PathOf(ProjectFolder), "bin"), Path.Combine(PathOf(ProjectFolder), "obj")],
                KnownElsewhere =
                [
                    .. ReadInherited(content, DeclaredRepositories())
                        .SelectMany(repository => repository.Packages).Where(package => package.Archive is not null).Select(package => package.Definition),
                ],
                SigningKey = Keys().ReadSigningKey(SigningKey),
                Location = new SourceLocation(ProjectPath),
            },
            Diagnostics);
        RepositoryUpdate update = await writer.WriteAsync(cancellationToken).ConfigureAwait(false);
        Log.LogMessage(
            update.IsChanged ? MessageImportance.High : MessageImportance.Normal,
            "  repository {0}, revision {1}: {2} packages",
            RepositoryName,
            update.Header.Revision.ToString(CultureInfo.InvariantCulture),
            Artifacts.Length);

        // Unchanged content leaves the file alone, and its time must still tell MSBuild that it is up to date.
        File.SetLastWriteTimeUtc(Path.Combine(folder, "repository.yaml"), TimeProvider.System.GetUtcNow().UtcDateTime);
        return update.IsChanged;
    }

    /// <summary>A package and the packages that are filtered from its artifact.</summary>
    private static IEnumerable<PublishedDefinition> DefinitionsOf(Package package, SourceModel model) =>
        (model.Packages[package.Id].Spec?.Subpackages ?? [])
            .Select(part => PublishedDefinition.Of(package, part))
            .Prepend(PublishedDefinition.Of(package));

    private static IEnumerable<string> MetadataOf(ITaskItem item) =>
        item.GetMetadata("Parts").Split(';', StringSplitOptions.RemoveEmptyEntries).Prepend(item.GetMetadata("Metadata"));
}
