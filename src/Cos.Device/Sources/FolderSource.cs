using System.Collections.Immutable;
using Cos.Device.Images;
using Cos.Device.Running;
using Cos.Sdk.Repositories;

namespace Cos.Device.Sources;

/// <summary>A tree in a folder; what is mounted below it is left out.</summary>
internal sealed class FolderSource(Machine machine, string folder) : ISystemSource
{
    /// <inheritdoc />
    public string Description => folder;

    /// <inheritdoc />
    public async Task<ImmutableArray<RequiredFinalizer>> WriteAsync(TreeWriter tree, CancellationToken cancellationToken)
    {
        await machine.RunAsync("cp", ["--archive", "--one-file-system", "--no-target-directory", "--", folder, tree.Folder], cancellationToken).ConfigureAwait(false);
        return [];
    }
}
