using System.Collections.Immutable;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Jobs;

/// <summary>
/// A plan cut into jobs for several machines that share a cache of images. Every node belongs to the first job that needs it, so that each is made once when
/// the levels are done one after another. A function of its inputs.
/// </summary>
internal sealed class JobPlan
{
    private readonly Dictionary<string, PlanNode> _nodes;
    private readonly Func<string, bool> _isCached;
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PackageJob> _jobs = new(StringComparer.Ordinal);

    private JobPlan(IEnumerable<PlanNode> nodes, Func<string, bool> isCached)
    {
        _nodes = nodes.ToDictionary(node => node.Key, StringComparer.Ordinal);
        _isCached = isCached;
        foreach (ArtifactNode artifact in _nodes.Values.OfType<ArtifactNode>().OrderBy(node => node.Key, StringComparer.Ordinal))
        {
            Add(artifact);
        }
        Jobs = [.. _jobs.Values.OrderBy(job => job.Level ?? -1).ThenBy(job => job.Package, StringComparer.Ordinal)];
        Levels = [.. Jobs.Where(job => job.Level is not null).GroupBy(job => job.Level).Select(level => level.ToImmutableArray())];
    }

    /// <summary>All jobs: cached ones first, then level by level.</summary>
    public ImmutableArray<PackageJob> Jobs { get; }

    /// <summary>The jobs that are to be done; those of a level need only those of earlier ones.</summary>
    public ImmutableArray<ImmutableArray<PackageJob>> Levels { get; }

    /// <summary>Cuts a plan.</summary>
    /// <param name="nodes">All nodes of the plan.</param>
    /// <param name="isCached">Whether a registry has an image.</param>
    public static JobPlan Create(IEnumerable<PlanNode> nodes, Func<string, bool> isCached) => new(nodes, isCached);

    /// <summary>The jobs of each level in at most so many groups, one for each machine.</summary>
    public ImmutableArray<ImmutableArray<JobGroup>> GroupsOf(int most)
    {
        Dictionary<string, string> groupOf = new(StringComparer.Ordinal);
        ImmutableArray<ImmutableArray<JobGroup>>.Builder levels = ImmutableArray.CreateBuilder<ImmutableArray<JobGroup>>();
        foreach (ImmutableArray<PackageJob> level in Levels)
        {
            PackageJob[][] shares = [.. level.Select((job, i) => (job, i)).GroupBy(item => item.i % most).Select(share => share.Select(item => item.job).ToArray())];
            levels.Add([.. shares.Select(share => new JobGroup(
                NameOf(share),
                [.. share.Select(job => job.Package)],
                [.. share.SelectMany(job => job.Needs).Select(need => groupOf.GetValueOrDefault(need)).OfType<string>().Distinct().Order(StringComparer.Ordinal)]))]);
            foreach (PackageJob[] share in shares)
            {
                Array.ForEach(share, job => groupOf[job.Package] = NameOf(share));
            }
        }
        return levels.ToImmutable();
    }

    private static string NameOf(PackageJob[] share) => share.Length == 1 ? share[0].Package : $"{share[0].Package} and {share.Length - 1} more";

    /// <summary>Adds the job of an archive after those of the archives that it is built with.</summary>
    private void Add(ArtifactNode root)
    {
        Stack<(ArtifactNode Node, bool IsEntered)> open = new([(root, false)]);
        while (open.TryPop(out (ArtifactNode Node, bool IsEntered) next))
        {
            if (_jobs.ContainsKey(next.Node.Package))
            {
                continue;
            }
            if (next.IsEntered)
            {
                _jobs[next.Node.Package] = JobOf(next.Node);
                continue;
            }
            open.Push((next.Node, true));
            // An image of a package's own chain belongs to that package's job, should there be one.
            foreach (string key in ClosureOf(next.Node).OrderDescending(StringComparer.Ordinal))
            {
                string archive = key.StartsWith("image.", StringComparison.Ordinal) ? "artifact." + key["image.".Length..] : key;
                if (archive != next.Node.Key && _nodes.GetValueOrDefault(archive) is ArtifactNode first && !_jobs.ContainsKey(first.Package))
                {
                    open.Push((first, false));
                }
            }
        }
    }

    private PackageJob JobOf(ArtifactNode archive)
    {
        HashSet<string> closure = ClosureOf(archive);
        string[] needs = [.. closure.Where(_owners.ContainsKey).Select(key => _owners[key]).Distinct().Order(StringComparer.Ordinal)];
        string[] own = [.. closure.Where(key => !_owners.ContainsKey(key)).Order(StringComparer.Ordinal)];
        foreach (string key in own)
        {
            _owners[key] = archive.Package;
        }
        PackageJob job = new() { Package = archive.Package, Needs = [.. needs], Nodes = [.. own.Select(NodeOf)] };
        return job.IsCached ? job : job with { Level = LevelAfter(needs) };
    }

    /// <summary>A job that is cached is no step, but what it needs may be one.</summary>
    private int LevelAfter(IEnumerable<string> needs) => needs.Select(need => (_jobs[need].Level ?? -1) + 1).Append(0).Max();

    private JobNode NodeOf(string key) => _nodes[key] switch
    {
        ImageNode image => new JobNode(key, "image", image.Image, _isCached(image.Image)),
        ComposedImageNode image => new JobNode(key, "composed-image", image.Image, _isCached(image.Image)),
        _ => new JobNode(key, "artifact", "", false),
    };

    private HashSet<string> ClosureOf(ArtifactNode archive)
    {
        HashSet<string> seen = new([archive.Key], StringComparer.Ordinal);
        Stack<string> open = new(seen);
        while (open.TryPop(out string? key))
        {
            foreach (string needed in _nodes[key].DependsOn.Where(seen.Add))
            {
                open.Push(needed);
            }
        }
        return seen;
    }
}
