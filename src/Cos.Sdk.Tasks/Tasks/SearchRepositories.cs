using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.Fetching;
using Cos.Sdk.Files;
using Cos.Sdk.Repositories;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Lists the packages of the project's repositories that match.</summary>
[MSBuildMultiThreadableTask]
public sealed class SearchRepositories : CosTask
{
    /// <summary>Looked for in names, versions and descriptions; empty for any.</summary>
    public string Text { get; set; } = "";

    /// <summary>Looked for in <c>key=value</c> of labels; empty for any.</summary>
    public string Label { get; set; } = "";

    /// <summary>Looked for in paths of files; empty for any.</summary>
    public string File { get; set; } = "";

    /// <summary>The project's folder.</summary>
    [Required]
    public string ProjectFolder { get; set; } = "";

    /// <summary>The project's own repository; left out while it does not exist.</summary>
    [Required]
    public string RepositoryFolder { get; set; } = "";

    /// <summary>Repositories of others. Metadata: Type, Url, Priority, Enable, Name, Reference.</summary>
    public ITaskItem[] Repositories { get; set; } = [];

    /// <summary>The lock file, which names the states of repositories.</summary>
    [Required]
    public string LockFile { get; set; } = "";

    /// <summary>Shared between projects: what was fetched of repositories.</summary>
    [Required]
    public string CacheFolder { get; set; } = "";

    /// <summary>OCI name of the architecture.</summary>
    [Required]
    public string Architecture { get; set; } = "";

    /// <summary>Where the result goes, as JSON.</summary>
    [Required]
    public string ResultFile { get; set; } = "";

    /// <summary>Registries that are spoken to without encryption, separated by semicolons; those on this machine are anyway.</summary>
    public string InsecureRegistries { get; set; } = "";

    /// <inheritdoc />
    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellationToken)
    {
        PackageQuery query = new(Text, Label, File);
        CosLock content = await CosLockFile.ReadAsync(PathOf(LockFile), cancellationToken).ConfigureAwait(false);
        RepositoryOpener opener = new(new RepositoryCache(Path.Combine(PathOf(CacheFolder), "repositories")), PathOf(ProjectFolder), content, RegistryAccess.Settings(InsecureRegistries, EnvironmentVariables(), "linux/" + Architecture));
        List<PackageRepository> opened = [.. await opener.OpenAsync(
            RepositoryItems.Read(Repositories, PathOf(ProjectFolder), Architecture, Diagnostics, ProjectPath), cancellationToken).ConfigureAwait(false)];
        if (System.IO.File.Exists(Path.Combine(PathOf(RepositoryFolder), RepositoryFileName.EntryPoint)))
        {
            opened.Add(await opener.OpenOwnAsync(PathOf(RepositoryFolder), cancellationToken).ConfigureAwait(false));
        }
        ImmutableArray<FoundPackage> found = RepositorySearch.Find(opened, query);
        foreach (string line in RepositorySearch.Write(found))
        {
            Log.LogMessage(MessageImportance.High, "  {0}", line);
        }
        Log.LogMessage(
            MessageImportance.High, "  {0} packages of {1} repositories", found.Length.ToString(CultureInfo.InvariantCulture), opened.Count.ToString(CultureInfo.InvariantCulture));
        AtomicFile.WriteIfDifferent(PathOf(ResultFile), RepositorySearch.ToJson(found));
    }
}
