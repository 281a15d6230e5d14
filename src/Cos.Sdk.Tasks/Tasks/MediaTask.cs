using Cos.Sdk.Media;
using Cos.Sdk.Repositories;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>A task that looks at the spec of a medium and the repositories that serve it.</summary>
public abstract class MediaTask : CosTask
{
    /// <summary>The project's folder.</summary>
    [Required]
    public string ProjectFolder { get; set; } = "";

    /// <summary>The project's own repository.</summary>
    [Required]
    public string RepositoryFolder { get; set; } = "";

    /// <summary>Address of the engine; empty to look for one. Asked only for root file systems that are images.</summary>
    public string EngineEndpoint { get; set; } = "";

    /// <summary><c>docker</c>, <c>podman</c>, or empty for whichever answers first.</summary>
    public string Engine { get; set; } = "";

    /// <summary>Reads a spec; its errors end the task.</summary>
    private protected IsoSpec ReadSpec(string file)
    {
        IsoSpec? spec = IsoSpecReader.Read(file, Diagnostics);
        Diagnostics.ThrowIfErrors();
        return spec!;
    }

    /// <summary>Opens the project's repository and those that the spec names.</summary>
    private protected async Task<InstallationPlanner> OpenRepositoriesAsync(IsoSpec spec, CancellationToken cancellationToken)
    {
        string folder = PathOf(RepositoryFolder);
        RepositoryReference own = new() { Name = "local", Type = RepositoryType.Disk, Urls = [Path.TrimEndingDirectorySeparator(folder)] };
        List<PackageRepository> opened = [];
        foreach (RepositoryReference reference in spec.Repositories.Prepend(own))
        {
            opened.Add(await RepositoryReader.OpenAsync(reference, PathOf(ProjectFolder), cancellationToken).ConfigureAwait(false));
        }
        return new InstallationPlanner(opened);
    }
}
