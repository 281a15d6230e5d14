using System.Diagnostics;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Dockerfiles;
using Cos.Sdk.Engine;
using Cos.Sdk.Planning;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Building;

/// <summary>Has the engine build the image of one node.</summary>
internal sealed class ImageMaker(IImageEngine engine, IBaseImages bases, BuildOptions options, IProgress<BuildEvent> progress)
{
    /// <summary>Builds and tags the image; its base images are brought first.</summary>
    public async Task MakeAsync(ImageNode node, CancellationToken cancellationToken)
    {
        foreach (ParentImage image in node.CopiedImages.Prepend(node.Parent).Where(image => image.Node is null))
        {
            if (image.From == DockerfileContent.Scratch)
            {
                continue;
            }
            await bases.EnsureAsync(image, node.Platform, cancellationToken).ConfigureAwait(false);
            if (node.Dockerfile is not null)
            {
                await NameAsync(image, cancellationToken).ConfigureAwait(false);
            }
        }
        string dockerfile = await File.ReadAllTextAsync(options.DockerfileOf(node.Key), cancellationToken).ConfigureAwait(false);
        await BuildAsync(node, node.Image, dockerfile, noCache: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A Dockerfile that is used as it is names images by reference, which then has to stand for the pinned content.</summary>
    private async Task NameAsync(ParentImage image, CancellationToken cancellationToken)
    {
        ImageDetails? pinned = await engine.InspectImageAsync(image.From, cancellationToken).ConfigureAwait(false);
        ImageDetails? named = await engine.InspectImageAsync(image.Reference, cancellationToken).ConfigureAwait(false);
        if (pinned is not null && pinned.Id != named?.Id)
        {
            await engine.TagImageAsync(image.From, image.Reference, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task BuildAsync(ImageNode node, string tag, string dockerfile, bool noCache, CancellationToken cancellationToken)
    {
        IReadOnlyCollection<ContextFile> retrieved = await RetrievedFiles.FindAsync(node, options.RepositoryFolder, cancellationToken).ConfigureAwait(false);
        NodeLog log = NodeLog.Open(options.LogOf(node.Key), append: noCache);
        await using (log.ConfigureAwait(false))
        {
            ImageBuildRequest request = new()
            {
                Tag = tag,
                Dockerfile = ContextArchive.DockerfileName,
                WriteContext = (output, token) => ContextArchive.WriteAsync(node.Context, options.ProjectFolder, dockerfile, retrieved, output, token),
                Platform = node.Platform,
                NetworkMode = options.NetworkMode,
                BuildArguments = options.BuildArguments,
                Secrets = options.Secrets.ReadFor(node),
                SecretsOf = instruction => [.. StepSecrets.Names(instruction)],
                SecretsFolder = StepSecrets.Folder,
                SecretsReady = StepSecrets.Ready,
                NoCache = noCache,
            };
            try
            {
                await BuildAsync(request, node, log, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (ImageBuildException exception) when (noCache || !KnownFailures.MayRepeat(exception.Failure))
            {
                log.Write(string.Join('\n', exception.Failure.Error));
                SourceLocation? at = StepLocations.Find(options.PlanFolder, node.Key, exception.Failure.Step);
                Diagnostic what = KnownFailures.Explain(exception.Failure with { Tag = node.Package }, exception.Engine, at);
                throw new CosException(what with { Message = $"{what.Message}\nThe whole log: {log.File}\nA shell in the image before that step: dotnet build -t:CosShell" }, exception);
            }
            catch (ImageBuildException)
            {
                log.Write("The engine lost a layer that it remembers; the image is built again without its cache.\n");
            }
        }
        await BuildAsync(node, tag, dockerfile, noCache: true, cancellationToken).ConfigureAwait(false);
    }

    private async Task BuildAsync(ImageBuildRequest request, ImageNode node, NodeLog log, CancellationToken cancellationToken)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Listener listener = new(node, log, progress);
        try
        {
            await engine.BuildImageAsync(request, listener, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            listener.EndStep();
            progress.Report(new BuildEvent.Measured(node, watch.Elapsed, TimeSpan.Zero, TimeSpan.Zero, 0));
        }
        long added = await AddedSizeAsync(node, cancellationToken).ConfigureAwait(false);
        progress.Report(new BuildEvent.Measured(node, watch.Elapsed, TimeSpan.Zero, TimeSpan.Zero, added));
    }

    /// <summary>Bytes that the image has more than its parent.</summary>
    private async Task<long> AddedSizeAsync(ImageNode node, CancellationToken cancellationToken)
    {
        ImageDetails? image = await engine.InspectImageAsync(node.Image, cancellationToken).ConfigureAwait(false);
        ImageDetails? parent = await engine.InspectImageAsync(node.Parent.From, cancellationToken).ConfigureAwait(false);
        return image is null || parent is null ? 0 : Math.Max(0, image.Size - parent.Size);
    }

    private sealed class Listener(ImageNode node, NodeLog log, IProgress<BuildEvent> progress) : IProgress<BuildOutput>
    {
        private BuildOutput? _step;
        private bool _isCached;
        private long _since;

        public void Report(BuildOutput value)
        {
            if (value.Kind != BuildOutputKind.Transfer)
            {
                log.Write(value.Text);
            }
            _isCached |= value.Kind == BuildOutputKind.Cached;
            if (value.Kind == BuildOutputKind.Step)
            {
                EndStep();
                (_step, _isCached, _since) = (value, false, Stopwatch.GetTimestamp());
                progress.Report(new BuildEvent.StepStarted(node, value.Step, value.StepCount, value.Instruction));
            }
        }

        public void EndStep()
        {
            if (_step is { } step)
            {
                progress.Report(new BuildEvent.StepFinished(node, step.Step, step.StepCount, step.Instruction, Stopwatch.GetElapsedTime(_since), _isCached));
                _step = null;
            }
        }
    }
}
