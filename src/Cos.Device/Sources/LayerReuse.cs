using Cos.Device.Images;
using Cos.Device.Running;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Registry;
using Cos.Sdk.Repositories;
using Cos.Sdk.Repositories.Reuse;

namespace Cos.Device.Sources;

/// <summary>Compares layers with the present system by their indexes of files.</summary>
/// <param name="present">A tree whose files need not be fetched; empty for none.</param>
/// <param name="platform">This machine's.</param>
/// <param name="output">Takes what is fetched.</param>
internal sealed class LayerReuse(string present, ImagePlatform platform, TextWriter output)
{
    /// <summary>What puts a layer's tar together; null when the layer is to be fetched as a whole.</summary>
    /// <param name="client">Speaks to the registry.</param>
    /// <param name="image">Where the layer is.</param>
    /// <param name="layer">The layer as it is stored.</param>
    /// <param name="fetch">Fetches bytes of it; null to ask the registry.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<TarRebuilder?> CompareAsync(
        RegistryClient client, ImageReference image, ContentDescriptor layer, Func<long, int, CancellationToken, Task<byte[]>>? fetch, CancellationToken cancellationToken)
    {
        string name = $"the layer {layer.Digest} of {image.Name}";
        try
        {
            if (present.Length > 0 && layer.Size >= ReuseIndexFile.SmallestLayer
                && await ReadIndexAsync(client, image, layer, name, cancellationToken).ConfigureAwait(false) is { } index)
            {
                Machine system = new(present);
                fetch ??= (offset, length, token) => client.ReadBlobRangeAsync(image, layer, offset, length, token);
                TarRebuilder rebuilder = new(index, layer.Size, path => Open(system, path), fetch, name);
                await rebuilder.CompareAsync(cancellationToken).ConfigureAwait(false);
                await output.WriteLineAsync($"fetching {ImageFile.Describe(rebuilder.MissingBytes)} of {ImageFile.Describe(layer.Size)}: the rest is in the present system").ConfigureAwait(false);
                return rebuilder;
            }
        }
        catch (CosException failure)
        {
            await output.WriteLineAsync($"fetching all of a layer: {failure.Diagnostics[0].Message}").ConfigureAwait(false);
        }
        return null;
    }

    /// <summary>The tar as a stream that can be read forward only.</summary>
    public static Stream Open(TarRebuilder rebuilder, CancellationToken cancellationToken)
    {
        System.IO.Pipelines.Pipe pipe = new(new System.IO.Pipelines.PipeOptions(pauseWriterThreshold: 1 << 20, resumeWriterThreshold: 1 << 19, useSynchronizationContext: false));
        _ = Task.Run(
            async () =>
            {
                Exception? failure = null;
                try
                {
                    await rebuilder.WriteAsync(pipe.Writer.AsStream(leaveOpen: true), cancellationToken).ConfigureAwait(false);
                }
                catch (Exception caught)
                {
                    // The reader gets it.
                    failure = caught;
                }
                await pipe.Writer.CompleteAsync(failure).ConfigureAwait(false);
            },
            CancellationToken.None);
        return pipe.Reader.AsStream();
    }

    private async Task<ReuseIndex?> ReadIndexAsync(RegistryClient client, ImageReference image, ContentDescriptor layer, string name, CancellationToken cancellationToken)
    {
        Stream? stored = await new RegistryTransport(client, image, platform)
            .OpenFileAsync(ReuseIndexFile.NameOf(layer.Digest), sha256: null, cancellationToken).ConfigureAwait(false);
        if (stored is null)
        {
            return null;
        }
        await using (stored.ConfigureAwait(false))
        {
            using MemoryStream index = new();
            await stored.CopyToAsync(index, cancellationToken).ConfigureAwait(false);
            index.Position = 0;
            return ReuseIndexFile.Read(index, name);
        }
    }

    private static FileStream? Open(Machine system, string path)
    {
        string file = system.PathOf(path);
        try
        {
            // Neither pipes, which would wait for ever, nor devices.
            return File.Exists(file) && LibC.IsRegularFile(file)
                ? new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan)
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
