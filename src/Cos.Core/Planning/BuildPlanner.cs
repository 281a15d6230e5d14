using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Planning;

/// <summary>Turns resolved packages into the graph of image and artifact nodes. A pure function of its inputs.</summary>
/// <remarks>
/// Each package's image is made from the image of the one before it in the build order; a package with an image of its own, or with a
/// composed base, begins anew. Nodes with equal chains are one node. Not thread-safe.
/// </remarks>
internal sealed class BuildPlanner
{
    private const int MaxNesting = 200;

    /// <summary>Spec files steer the build; they reach the image only when a step names them.</summary>
    private static readonly string[] SpecFiles = ["definition.yaml", "build.yaml", "collection.yaml", "finalize.yaml"];

    private readonly PlanSettings _settings;
    private readonly IReadOnlyDictionary<PackageId, PlannedPackage> _packages;
    private readonly IBuildResolution _resolution;
    private readonly Func<string, SourceLocation?, PinnedImage> _pin;
    private readonly FileHashCache? _hashes;
    private readonly DiagnosticBag _diagnostics;
    private readonly NodeHasher _hasher;
    private readonly Dictionary<string, PlanNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BuildContext?> _contexts = new(StringComparer.Ordinal);
    private readonly Dictionary<PackageId, string> _ownChains = [];
    private readonly List<string> _open = [];
    private IReadOnlyList<PackageId> _neighbours = [];

    /// <summary>Prepares a plan.</summary>
    /// <param name="settings">What the project decides.</param>
    /// <param name="packages">Every package of the trees.</param>
    /// <param name="resolution">Versions and order.</param>
    /// <param name="pin">Gives the content of a base image; it may throw, or collect what is missing.</param>
    /// <param name="hashes">Hashes of context files; null plans without them, to learn which base images are needed.</param>
    /// <param name="diagnostics">Takes warnings.</param>
    public BuildPlanner(
        PlanSettings settings,
        IReadOnlyDictionary<PackageId, PlannedPackage> packages,
        IBuildResolution resolution,
        Func<string, SourceLocation?, PinnedImage> pin,
        FileHashCache? hashes,
        DiagnosticBag diagnostics)
    {
        _settings = settings;
        _packages = packages;
        _resolution = resolution;
        _pin = pin;
        _hashes = hashes;
        _diagnostics = diagnostics;
        _hasher = new NodeHasher(settings);
    }

    /// <summary>Plans the artifacts of the given packages and all that they need.</summary>
    /// <param name="targets">The packages.</param>
    /// <param name="neighbours">Packages whose archives <c>retrieve</c> may mean besides; the targets when null.</param>
    public BuildPlan Plan(IReadOnlyList<PackageId> targets, IReadOnlyList<PackageId>? neighbours = null)
    {
        _neighbours = neighbours ?? targets;
        ImmutableArray<string> keys = [.. targets.Select(target => ArtifactOf(target).Key).Distinct().Order(StringComparer.Ordinal)];
        return new BuildPlan([.. _nodes.Values.OrderBy(node => node.Key, StringComparer.Ordinal)], keys);
    }

    /// <summary>Plans one more package without gathering the graph; throws what keeps it from being planned.</summary>
    /// <exception cref="CosException">The package or what it needs cannot be built.</exception>
    public void Check(PackageId target) => ArtifactOf(target);

    private ArtifactNode ArtifactOf(PackageId id)
    {
        string key = NodeKeys.Artifact(id);
        if (_nodes.TryGetValue(key, out PlanNode? known))
        {
            return (ArtifactNode)known;
        }
        using IDisposable guard = Enter(key, id);
        (PlannedPackage package, BuildSpec spec) = SpecOf(id);
        ArtifactStrategy strategy = StrategyOf(spec);
        ParentImage? image = strategy == ArtifactStrategy.Empty ? null : ImageOf(id);
        string contentHash = _hasher.ArtifactContent(strategy, image, spec);
        string stem = id.Fingerprint;
        ArtifactNode node = new()
        {
            Key = key,
            Package = id.ToString(),
            Hash = "",
            DependsOn = image?.Node is { } imageNode ? [imageNode] : [],
            Image = image?.From ?? "",
            Strategy = strategy,
            StepCount = StepCountOf(spec),
            ContentHash = contentHash,
            Compression = _settings.Compression,
            CompressionLevel = _settings.CompressionLevel,
            Epoch = _settings.Epoch,
            Archive = stem + ".package.tar" + ExtensionOf(_settings.Compression),
            Metadata = stem + ".metadata.yaml",
            Definition = package.Definition,
            Spec = spec,
            Finalizer = FinalizerOf(package),
            Chain = [.. LinksOf(id)],
        };
        node = node with { Hash = NodeHasher.Artifact(node) };
        _nodes[key] = node;
        return node;
    }

    private string? FinalizerOf(PlannedPackage package)
    {
        FileInfo file = new(Path.Combine(package.Folder, "finalize.yaml"));
        return file.Exists ? _hashes?.HashOf(file) : null;
    }

    private static ArtifactStrategy StrategyOf(BuildSpec spec) =>
        spec.IsVirtual ? ArtifactStrategy.Empty
        : spec.PackageDirectory.Length > 0 ? ArtifactStrategy.PackageDirectory
        : spec.Unpack ? ArtifactStrategy.Unpack
        : StepCountOf(spec) == 0 ? ArtifactStrategy.Empty
        : spec.Delta == DeltaMode.Changes ? ArtifactStrategy.Changes
        : ArtifactStrategy.Delta;

    /// <summary>How many instructions lie above the delta's line: the steps, or what a Dockerfile does on top of its base image.</summary>
    private static int StepCountOf(BuildSpec spec) => spec.DockerfileContent?.Final.Length ?? spec.Steps.Length;

    private static string ExtensionOf(string compression) => compression switch
    {
        "zstd" => ".zst",
        "gzip" => ".gz",
        _ => "",
    };

    /// <summary>The image at the end of a package's own chain.</summary>
    private ParentImage ImageOf(PackageId id)
    {
        IReadOnlyList<PackageId> chain = _resolution.ChainOf(id);
        int start = RestartOf(chain);
        WarnOfDropped(chain, start);
        ParentImage? image = null;
        string chainKey = "";
        for (int i = start; i < chain.Count; i++)
        {
            chainKey = NodeKeys.Extend(chainKey, chain[i]);
            image = ImageOf(chain[i], chainKey, image);
        }
        return image ?? throw new CosException(PlanningDiagnostics.NothingToBuildOn(_packages[id].Definition.Location, id.ToString()));
    }

    /// <summary>The last package of a chain that has an image of its own or a composed base.</summary>
    private int RestartOf(IReadOnlyList<PackageId> chain)
    {
        for (int i = chain.Count - 1; i > 0; i--)
        {
            if (_packages[chain[i]].IsFetched || SpecOf(chain[i]).Spec is { Image.Length: > 0 } or { RequiresFinalImages: true })
            {
                return i;
            }
        }
        return 0;
    }

    private void WarnOfDropped(IReadOnlyList<PackageId> chain, int start)
    {
        HashSet<PackageId> dropped = [.. chain.Take(start)];
        foreach (PackageId survivor in chain.Skip(start + 1))
        {
            foreach ((PackageRequirement requirement, PackageId metBy) in _resolution.RequirementsOf(survivor))
            {
                if (dropped.Contains(metBy))
                {
                    _diagnostics.Add(PlanningDiagnostics.ParentDropped(
                        requirement.Location, metBy.ToString(), survivor.ToString(), chain[start].ToString()));
                }
            }
        }
    }

    /// <summary>The image of a package at the end of the chain that <paramref name="chainKey"/> stands for, made from <paramref name="below"/>.</summary>
    private ParentImage? ImageOf(PackageId id, string chainKey, ParentImage? below)
    {
        if (_packages[id].IsFetched)
        {
            return FetchedImageOf(id);
        }
        (PlannedPackage package, BuildSpec spec) = SpecOf(id);
        ParentImage? parent = spec.DockerfileContent is { } content ? BaseImage(content.Final.First.Base, content.Final.First.Location)
            : spec.RequiresFinalImages ? ComposedBaseOf(id)
            : spec.Image.Length > 0 ? BaseImage(spec.Image, package.Definition.Location)
            : below;
        BuildContext? context = ContextOf(package, spec);
        if (spec.IsVirtual || (context is null && !HasInstructions(spec)))
        {
            return parent;
        }
        if (parent is null)
        {
            throw new CosException(PlanningDiagnostics.NothingToBuildOn(package.Definition.Location, id.ToString()));
        }
        string key = NodeKeys.Image(id, chainKey == OwnChainKey(id) ? "" : chainKey);
        if (!_nodes.TryGetValue(key, out PlanNode? known))
        {
            ParentImage[] copied = spec.DockerfileContent is { } own
                ? [.. own.Images.Select(image => BaseImage(image.Reference, image.Location))]
                : [.. spec.Copies.Select(CopySource)];
            known = _nodes[key] = ImageNodeOf(key, package, spec, parent, context, copied);
        }
        ImageNode node = (ImageNode)known;
        return new ParentImage(node.Package, node.Image, node.Hash, node.Key);
    }

    private static bool HasInstructions(BuildSpec spec) =>
        !(spec.Steps.IsEmpty && spec.Prelude.IsEmpty && spec.Copies.IsEmpty && spec.Environment.IsEmpty && spec.Retrieve.IsEmpty && spec.Dockerfile.Length == 0);

    private ImageNode ImageNodeOf(
        string key, PlannedPackage package, BuildSpec spec, ParentImage parent, BuildContext? context, ParentImage[] copied)
    {
        PackageId id = package.Definition.Id;
        ImmutableArray<RetrievedFile> retrieved = [.. RetrievedBy(id, spec)];
        string hash = _hasher.Image(parent, InstructionsOf(image => image.Digest), context, retrieved);
        return new ImageNode
        {
            Key = key,
            Package = id.ToString(),
            Hash = hash,
            DependsOn = [.. copied.Prepend(parent).Select(image => image.Node).OfType<string>().Concat(retrieved.Select(file => file.Artifact)).Distinct()],
            Image = $"{_settings.ImageRepository}:{hash}",
            Platform = _settings.Platform,
            Parent = parent,
            Instructions = spec.DockerfileContent is { } content ? InstructionWriter.Of(content) : InstructionsOf(image => image.From),
            StepCount = StepCountOf(spec),
            CopiedImages = [.. copied.Distinct()],
            Retrieved = retrieved,
            Dockerfile = spec.Dockerfile.Length > 0 ? spec.Dockerfile : null,
            Context = context,
            Template = _settings.DockerfileTemplateDigest,
            CachedIn = package.CachedIn,
            Generator = PlanSettings.Generator,
            Versions = [.. _resolution.RequirementsOf(id)
                .Select(edge => new VersionChoice(edge.MetBy.ToString(), id.ToString(), edge.Requirement.Selector))],
        };

        // A Dockerfile that is used as it is names images by reference; what they hold is hashed beside its text.
        ImmutableArray<Instruction> InstructionsOf(Func<ParentImage, string> nameOf) => spec.Dockerfile.Length > 0
            ? [new Instruction("Dockerfile", spec.Dockerfile), .. copied.Select(image => new Instruction("image", nameOf(image)))]
            : InstructionWriter.Write(id, spec, context is not null, [.. copied.Select(nameOf)]);
    }

    /// <summary>The files that <c>retrieve</c> takes from other packages; downloads are the engine's business.</summary>
    private IEnumerable<RetrievedFile> RetrievedBy(PackageId id, BuildSpec spec)
    {
        Retrieval retrieval = new(_packages, _resolution, _neighbours);
        foreach (RetrieveEntry entry in spec.Retrieve)
        {
            if (entry.IsUrl)
            {
                _diagnostics.Add(PlanningDiagnostics.RetrieveFromUrl(entry.Location, entry.Text));
                continue;
            }
            foreach ((PackageId package, string file) in retrieval.Find(entry, id))
            {
                ArtifactNode artifact = ArtifactOf(package);
                yield return file == artifact.Metadata
                    ? new RetrievedFile(file, artifact.Metadata, artifact.Key, artifact.Hash)
                    : new RetrievedFile(file, artifact.Archive, artifact.Key, artifact.ContentHash);
            }
        }
    }

    private ParentImage BaseImage(string reference, SourceLocation? location)
    {
        if (reference == DockerfileContent.Scratch)
        {
            return new ParentImage(reference, reference, reference, null);
        }
        PinnedImage pinned = _pin(reference, location);
        return new ParentImage(reference, pinned.From, pinned.Digest, null);
    }

    private ParentImage CopySource(CopyEntry copy)
    {
        if (copy.Image is not null)
        {
            return BaseImage(copy.Image, copy.Location);
        }
        PackageId id = _resolution.Find(copy.Package!);
        if (_packages[id].Archive is not null)
        {
            return FetchedImageOf(id);
        }
        using IDisposable guard = Enter("copy." + id, id);
        return ImageOf(id);
    }

    private ParentImage ComposedBaseOf(PackageId id)
    {
        string key = NodeKeys.Composed(id);
        if (!_nodes.TryGetValue(key, out PlanNode? known))
        {
            using IDisposable guard = Enter(key, id);
            known = _nodes[key] = ComposedNodeOf(key, id, _resolution.PartsOf(id));
        }
        ComposedImageNode node = (ComposedImageNode)known;
        return new ParentImage($"the composed base of {id}", node.Image, node.Hash, node.Key);
    }

    /// <summary>The content of a fetched archive as an image, for packages that copy from it or are built upon it.</summary>
    private ParentImage FetchedImageOf(PackageId id)
    {
        string key = NodeKeys.Fetched(id);
        if (!_nodes.TryGetValue(key, out PlanNode? known))
        {
            known = _nodes[key] = ComposedNodeOf(key, id, [id]);
        }
        ComposedImageNode node = (ComposedImageNode)known;
        return new ParentImage($"the archive of {id}", node.Image, node.Hash, node.Key);
    }

    private ComposedImageNode ComposedNodeOf(string key, PackageId id, IReadOnlyList<PackageId> packages)
    {
        List<string> parts = [];
        List<string> content = [];
        List<FetchedArchive> fetched = [];
        foreach (PackageId package in packages)
        {
            if (_packages[package].Archive is { } archive)
            {
                fetched.Add(archive);
                parts.Add(archive.Key);
                content.Add(archive.Sha256);
            }
            else
            {
                ArtifactNode made = ArtifactOf(package);
                parts.Add(made.Key);
                content.Add(made.ContentHash);
            }
        }
        string hash = _hasher.Composed(content);
        return new ComposedImageNode
        {
            Key = key,
            Package = id.ToString(),
            Hash = hash,
            DependsOn = [.. parts.Except(fetched.Select(archive => archive.Key))],
            Image = $"{_settings.ImageRepository}:{hash}",
            Platform = _settings.Platform,
            Parts = [.. parts],
            Fetched = [.. fetched],
            Contents = [.. content],
        };
    }

    private BuildContext? ContextOf(PlannedPackage package, BuildSpec spec)
    {
        string name = package.Definition.Id.ToString();
        if (_contexts.TryGetValue(name, out BuildContext? known))
        {
            return known;
        }
        HashSet<string> leftOut = [.. SpecFiles.Where(file => !Mentions(spec, file))];
        BuildContext? context = null;
        if (_hashes is not null)
        {
            ImmutableArray<ContextEntry> entries = ContextScanner.Scan(package.Folder, leftOut, _hashes);
            context = entries.IsEmpty ? null : new BuildContext(RelativeFolder(package.Folder), entries);
        }
        return _contexts[name] = context;
    }

    private static bool Mentions(BuildSpec spec, string file) =>
        spec.Dockerfile.Contains(file, StringComparison.Ordinal)
        || spec.Prelude.Concat(spec.Steps).Any(step => step.Command.Contains(file, StringComparison.Ordinal));

    private string RelativeFolder(string folder)
    {
        string relative = Path.GetRelativePath(_settings.ProjectFolder, folder);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? folder : relative).Replace('\\', '/');
    }

    private IEnumerable<ChainLink> LinksOf(PackageId id) =>
        _resolution.ChainOf(id).Select(package => new ChainLink(
            _packages[package].Definition,
            _nodes.GetValueOrDefault(NodeKeys.Image(package, ""))?.Hash ?? ""));

    private string OwnChainKey(PackageId id)
    {
        if (!_ownChains.TryGetValue(id, out string? key))
        {
            IReadOnlyList<PackageId> chain = _resolution.ChainOf(id);
            key = chain.Skip(RestartOf(chain)).Aggregate("", NodeKeys.Extend);
            _ownChains[id] = key;
        }
        return key;
    }

    private (PlannedPackage Package, BuildSpec Spec) SpecOf(PackageId id)
    {
        PlannedPackage package = _packages[id];
        return (package, package.Spec ?? throw new CosException(PlanningDiagnostics.NoBuildFile(package.Definition.Location, id.ToString())));
    }

    /// <summary>Notices a node that needs itself, and bounds nesting.</summary>
    private Leave Enter(string key, PackageId id)
    {
        int first = _open.IndexOf(key);
        if (first >= 0 || _open.Count == MaxNesting)
        {
            string path = string.Join(" → ", _open.Skip(Math.Max(first, 0)).Append(key));
            throw new CosException(PlanningDiagnostics.NodeCycle(_packages[id].Definition.Location, path));
        }
        _open.Add(key);
        return new Leave(_open);
    }

    private sealed class Leave(List<string> open) : IDisposable
    {
        public void Dispose() => open.RemoveAt(open.Count - 1);
    }
}
