using System.Collections.Immutable;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories;

/// <summary>Merges the entries of several packages into one root, before any content is written.</summary>
internal sealed class LayoutPlanner
{
    private const int MostConflicts = 20;

    private readonly ImmutableArray<InstallationPackage> _packages;
    private readonly InstallationOptions _options;
    private readonly DiagnosticBag _diagnostics;
    private readonly List<(RootNode Node, int Package, int Ordinal)> _questions = [];

    public LayoutPlanner(ImmutableArray<InstallationPackage> packages, InstallationOptions options, DiagnosticBag diagnostics)
    {
        _packages = packages;
        _options = options;
        _diagnostics = diagnostics;
    }

    /// <summary>Reads and verifies every archive and settles who brings what.</summary>
    /// <exception cref="CosException">An archive is missing, corrupted or unsafe, or packages conflict.</exception>
    public async Task<RootLayout> PlanAsync(CancellationToken cancellationToken)
    {
        ImmutableArray<TarEntry>[] entries = await ReadEntriesAsync(cancellationToken).ConfigureAwait(false);
        RootLinks links = RootLinks.Of([.. entries.SelectMany(list => list)
            .Where(entry => entry.Kind == TarEntryKind.SymbolicLink)
            .Select(entry => (entry.Path, entry.LinkTarget!))]);
        DiagnosticBag found = [];
        RootTree tree = new(
            [.. _packages.Select(package => package.DisplayName)], new RootTreeOptions(_options.Limits, _options.Epoch), links, found);
        ImmutableArray<ImmutableArray<RootNode?>> destinations = [.. entries.Select((list, package) => Place(tree, list, package, found))];
        await AnswerAsync(found, cancellationToken).ConfigureAwait(false);
        found.ThrowIfErrors();
        _diagnostics.AddRange(found);
        return new RootLayout(tree, destinations);
    }

    private async Task<ImmutableArray<TarEntry>[]> ReadEntriesAsync(CancellationToken cancellationToken)
    {
        ImmutableArray<TarEntry>[] entries = new ImmutableArray<TarEntry>[_packages.Length];
        CosException?[] failures = new CosException?[_packages.Length];
        ParallelOptions parallel = new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        await Parallel.ForAsync(0, _packages.Length, parallel, async (index, cancellation) =>
        {
            ImmutableArray<TarEntry>.Builder list = ImmutableArray.CreateBuilder<TarEntry>();
            try
            {
                await VerifiedArchive.ReadAsync(_packages[index], _options.Limits, (_, entry, _) =>
                {
                    list.Add(entry);
                    return Task.CompletedTask;
                }, cancellation).ConfigureAwait(false);
            }
            catch (CosException failure)
            {
                failures[index] = failure;
            }
            entries[index] = list.DrainToImmutable();
        }).ConfigureAwait(false);
        return failures.FirstOrDefault(failure => failure is not null) is { } first ? throw first : entries;
    }

    private ImmutableArray<RootNode?> Place(RootTree tree, ImmutableArray<TarEntry> entries, int package, DiagnosticBag found)
    {
        RootNode?[] nodes = new RootNode?[entries.Length];
        int refused = 0;
        for (int ordinal = 0; ordinal < entries.Length; ordinal++)
        {
            Placement placement = tree.Place(entries[ordinal], package, ordinal);
            switch (placement.Kind)
            {
                case PlacementKind.Added or PlacementKind.Merged:
                    nodes[ordinal] = placement.Node;
                    break;
                case PlacementKind.SameIfContentIs:
                    _questions.Add((placement.Node!, package, ordinal));
                    break;
                case PlacementKind.Refused when ++refused >= MostConflicts:
                    found.ThrowIfErrors();
                    break;
                default:
                    break;
            }
        }
        return ImmutableArray.Create(nodes);
    }

    /// <summary>Compares the contents of files that two packages bring alike.</summary>
    private async Task AnswerAsync(DiagnosticBag found, CancellationToken cancellationToken)
    {
        Dictionary<(int Package, int Ordinal), string?> digests = [];
        foreach ((RootNode node, int package, int ordinal) in _questions)
        {
            digests[(node.Package, node.Ordinal)] = null;
            digests[(package, ordinal)] = null;
        }
        foreach (int package in digests.Keys.Select(key => key.Package).Distinct().ToArray())
        {
            await VerifiedArchive.ReadAsync(_packages[package], _options.Limits, async (ordinal, _, content) =>
            {
                if (digests.ContainsKey((package, ordinal)))
                {
                    using HashingStream digest = new(content);
                    await digest.DrainAsync(cancellationToken).ConfigureAwait(false);
                    digests[(package, ordinal)] = digest.GetSha256();
                }
            }, cancellationToken).ConfigureAwait(false);
        }
        foreach ((RootNode node, int package, int ordinal) in _questions)
        {
            if (digests[(node.Package, node.Ordinal)] != digests[(package, ordinal)])
            {
                found.Add(EntryComparison.Conflict(_packages[node.Package].DisplayName, _packages[package].DisplayName, node.Entry, node.Entry));
            }
        }
    }
}
