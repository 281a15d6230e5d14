using Cos.Sdk.Engine;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Asks the engine, in one call, which images it has, and takes the stamps of those that it lost: they are made again.</summary>
[MSBuildMultiThreadableTask]
public sealed class VerifyImages : CosTask
{
    /// <summary>Plan items of images. Metadata: Image, Package, Stamp.</summary>
    public ITaskItem[] Plans { get; set; } = [];

    /// <summary>Address of the engine; empty to look for one.</summary>
    public string EngineEndpoint { get; set; } = "";

    /// <summary><c>docker</c>, <c>podman</c>, or empty for whichever answers first.</summary>
    public string Engine { get; set; } = "";

    /// <inheritdoc />
    private protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        IImageEngine engine = await EngineConnector.ConnectAsync(SearchFor(EngineEndpoint, Engine), cancellationToken).ConfigureAwait(false);
        await using (engine.ConfigureAwait(false))
        {
            IReadOnlyDictionary<string, string> known = await engine.ListImagesAsync(cancellationToken).ConfigureAwait(false);
            foreach (ITaskItem plan in Plans.Where(plan => !known.ContainsKey(plan.GetMetadata("Image"))))
            {
                File.Delete(PathOf(plan.GetMetadata("Stamp")));
                Log.LogMessage(MessageImportance.Normal, "  the engine does not have the image of {0} any more", plan.GetMetadata("Package"));
            }
        }
    }
}
