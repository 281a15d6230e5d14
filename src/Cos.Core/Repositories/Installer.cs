using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories;

/// <summary>
/// Makes the root file system of an installation as a tar stream. The bytes are a function of the archives, their order in the plan
/// and the epoch.
/// </summary>
internal sealed class Installer
{
    private const string StreamName = "the root file system";

    private readonly InstallationPlan _plan;
    private readonly InstallationOptions _options;
    private readonly DiagnosticBag _diagnostics;

    /// <param name="plan">What to install.</param>
    /// <param name="options">How.</param>
    /// <param name="diagnostics">Takes warnings.</param>
    public Installer(InstallationPlan plan, InstallationOptions options, DiagnosticBag diagnostics)
    {
        _plan = plan;
        _options = options;
        _diagnostics = diagnostics;
    }

    /// <summary>Writes the root. Without an exception it is whole and verified; after one, what was written must be discarded.</summary>
    /// <param name="output">Takes the tar stream; stays the caller's. The end mark is written only when all archives were sound.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="CosException">Archives are missing, corrupted or unsafe, packages conflict, or finalizers cannot be run.</exception>
    public async Task<InstallationResult> WriteAsync(Stream output, CancellationToken cancellationToken)
    {
        if (_plan.Finalizers.IsEmpty || _options.IgnoreFinalizers)
        {
            return await WriteRootAsync(output, cancellationToken).ConfigureAwait(false);
        }
        IFinalizerRunner runner = _options.FinalizerRunner ?? throw new CosException(RepositoryDiagnostics.FinalizersNeeded(
            string.Join(", ", _plan.Finalizers.Select(finalizer => finalizer.Package))));
        return await StreamPipe.ConnectAsync(
            WriteRootAsync,
            (root, cancellation) => runner.RunAsync(root, _plan.Finalizers, output, cancellation),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the root to something that reads it as it is made. A fault while it is made is thrown by its reads, and then by this.</summary>
    /// <param name="consume">Takes the tar stream, which can be read forward only.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<InstallationResult> ReadByAsync(Func<Stream, CancellationToken, Task> consume, CancellationToken cancellationToken) =>
        StreamPipe.ConnectAsync(WriteAsync, consume, cancellationToken);

    /// <summary>Writes the root to a folder that appears whole or not at all: for small roots whose owners do not matter.</summary>
    public Task<InstallationResult> WriteFolderAsync(string folder, FolderOptions options, CancellationToken cancellationToken) =>
        ReadByAsync((root, cancellation) => FolderWriter.WriteFolderAsync(root, folder, options, _diagnostics, cancellation), cancellationToken);

    private async Task<InstallationResult> WriteRootAsync(Stream output, CancellationToken cancellationToken)
    {
        TarStreamWriter writer = new(output, StreamName);
        await using (writer.ConfigureAwait(false))
        {
            RootLayout? layout = _plan.Packages.Length == 1
                ? null
                : await new LayoutPlanner(_plan.Packages, _options, _diagnostics).PlanAsync(cancellationToken).ConfigureAwait(false);
            (RootTree tree, RootOutput written) = layout is null
                ? await PassThroughAsync(writer, cancellationToken).ConfigureAwait(false)
                : (layout.Tree, await MergeAsync(writer, layout, cancellationToken).ConfigureAwait(false));
            CaseCollisions.Report(tree.Nodes.Keys, _diagnostics);
            await writer.FinishAsync(cancellationToken).ConfigureAwait(false);
            return new InstallationResult(
                InstalledPackages.Of(_plan), _plan.Finalizers, tree.Nodes.GetValueOrDefault("")?.Entry, written.Entries, written.Size);
        }
    }

    /// <summary>One package: its entries are checked and written as they come.</summary>
    private async Task<(RootTree Tree, RootOutput Output)> PassThroughAsync(TarStreamWriter writer, CancellationToken cancellationToken)
    {
        InstallationPackage package = _plan.Packages[0];
        DiagnosticBag found = [];
        RootTree tree = new([package.DisplayName], new RootTreeOptions(_options.Limits, _options.Epoch), new RootLinks(), found);
        RootOutput output = new(writer, tree.Nodes);
        await VerifiedArchive.ReadAsync(package, _options.Limits, async (ordinal, entry, content) =>
        {
            Placement placement = tree.Place(entry, package: 0, ordinal);
            if (placement.Kind == PlacementKind.Refused)
            {
                found.ThrowIfErrors();
            }
            await output.WriteAsync(placement.Node!, content, cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        _diagnostics.AddRange(found);
        return (tree, output);
    }

    /// <summary>Several packages: what the layout kept of each, package after package.</summary>
    private async Task<RootOutput> MergeAsync(TarStreamWriter writer, RootLayout layout, CancellationToken cancellationToken)
    {
        RootOutput output = new(writer, layout.Tree.Nodes);
        for (int i = 0; i < _plan.Packages.Length; i++)
        {
            int package = i;
            await VerifiedArchive.ReadAsync(_plan.Packages[package], _options.Limits, async (ordinal, entry, content) =>
            {
                RootNode? node = ordinal < layout.Destinations[package].Length ? layout.Destinations[package][ordinal] : null;
                if (node is not null)
                {
                    await output.WriteAsync(node, content, cancellationToken).ConfigureAwait(false);
                }
            }, cancellationToken).ConfigureAwait(false);
        }
        return output;
    }
}
