using System.Globalization;
using Cos.Sdk.Engine;
using Cos.Sdk.Garbage;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Lists what no plan of the projects on this machine refers to, and removes it on request.</summary>
[MSBuildMultiThreadableTask]
public sealed class CollectGarbage : CosTask
{
    /// <summary>Shared between projects.</summary>
    [Required]
    public string CacheFolder { get; set; } = "";

    /// <summary>This project's plan files.</summary>
    [Required]
    public string PlanFolder { get; set; } = "";

    /// <summary>This project's archives.</summary>
    [Required]
    public string RepositoryFolder { get; set; } = "";

    /// <summary>Repository part of the names of images.</summary>
    [Required]
    public string ImageRepository { get; set; } = "";

    /// <summary>Removes what no known project needs.</summary>
    public bool Remove { get; set; }

    /// <summary>Removes also what an unknown project may need.</summary>
    public bool All { get; set; }

    /// <summary>Address of the engine; empty to look for one.</summary>
    public string EngineEndpoint { get; set; } = "";

    /// <summary><c>docker</c>, <c>podman</c>, or empty for whichever answers first.</summary>
    public string Engine { get; set; } = "";

    /// <inheritdoc />
    private protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        string cache = PathOf(CacheFolder);
        IImageEngine engine = await EngineConnector.ConnectAsync(SearchFor(EngineEndpoint, Engine), cancellationToken).ConfigureAwait(false);
        await using (engine.ConfigureAwait(false))
        {
            GarbageItem[] found =
            [
                .. await new GarbageFinder(cache, ImageRepository).FindAsync(engine, cancellationToken).ConfigureAwait(false),
                .. GarbageFinder.ArchivesOf(PathOf(PlanFolder), PathOf(RepositoryFolder)),
            ];
            Show("not needed", [.. found.Where(item => item.IsCertain)]);
            Show("kept, unless CosGcAll is true", [.. found.Where(item => !item.IsCertain)]);
            if (Remove)
            {
                IReadOnlyList<GarbageItem> gone = await GarbageRemover.RemoveAsync(
                    engine, new ProjectRegistry(cache), found.Where(item => All || item.IsCertain), Diagnostics, cancellationToken).ConfigureAwait(false);
                Log.LogMessage(MessageImportance.High, "  removed: {0}", SumOf(gone));
            }
        }
    }

    private void Show(string title, IReadOnlyList<GarbageItem> items)
    {
        Log.LogMessage(MessageImportance.High, "  {0}: {1}", title, SumOf(items));
        foreach (GarbageItem item in items)
        {
            Log.LogMessage(MessageImportance.High, "    {0,-9} {1,10}  {2} ({3})", item.Kind, SizeOf(item.Size), item.Name, item.Why);
        }
    }

    private static string SumOf(IReadOnlyCollection<GarbageItem> items) =>
        $"{items.Count.ToString(CultureInfo.InvariantCulture)}, up to {SizeOf(items.Sum(item => item.Size))}";

    private static string SizeOf(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB";
}
