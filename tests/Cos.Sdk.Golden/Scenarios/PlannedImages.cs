using Cos.Sdk.Planning;

namespace Cos.Sdk.Golden.Scenarios;

/// <summary>The images of a plan, as what they mean.</summary>
internal sealed class PlannedImages
{
    /// <summary>What stands for a base that is composed of archives.</summary>
    public const string Composed = "(composed)";

    private readonly Dictionary<string, PlanNode> _nodes;
    private readonly Dictionary<string, ImageMeaning> _meanings = new(StringComparer.Ordinal);

    public PlannedImages(BuildPlan plan) => _nodes = plan.Nodes.ToDictionary(node => node.Key, StringComparer.Ordinal);

    /// <summary>Those of all nodes, without images that do nothing.</summary>
    public IReadOnlyList<ImageMeaning> All => Of(_nodes.Keys);

    /// <summary>Those that an archive is made of, and all below them.</summary>
    public IReadOnlyList<ImageMeaning> Below(string key)
    {
        HashSet<string> seen = new(StringComparer.Ordinal) { key };
        Queue<string> open = new([key]);
        while (open.TryDequeue(out string? next))
        {
            foreach (string further in _nodes[next].DependsOn.Where(seen.Add))
            {
                open.Enqueue(further);
            }
        }
        return Of(seen);
    }

    private ImageMeaning[] Of(IEnumerable<string> keys) =>
        [.. keys.Order(StringComparer.Ordinal).Select(key => _nodes[key]).OfType<ImageNode>().Select(MeaningOf).Where(image => image.HasEffect)];

    private ImageMeaning MeaningOf(ImageNode node)
    {
        if (!_meanings.TryGetValue(node.Key, out ImageMeaning? known))
        {
            known = new ImageMeaning(node.Package, Visible(node.Parent).Name, [.. LinesOf(node)]);
            _meanings.Add(node.Key, known);
        }
        return known;
    }

    private IEnumerable<string> LinesOf(ImageNode node) => node.Dockerfile is { } text
        ? ["Dockerfile\n" + text.Trim()]
        : node.Instructions.SelectMany(line => Meaning(line, node)).OfType<string>();

    /// <summary>What an image is seen as from above: one that does nothing is the one below it.</summary>
    private ImageMeaning Visible(ParentImage image)
    {
        switch (image.Node is null ? null : _nodes[image.Node])
        {
            case null:
                return ImageMeaning.Base(image.Reference);
            case ImageNode node:
                ImageMeaning meaning = MeaningOf(node);
                return meaning.HasEffect ? meaning : Visible(node.Parent);
            default:
                return ImageMeaning.Base(Composed);
        }
    }

    private IEnumerable<string?> Meaning(Instruction line, ImageNode node)
    {
        if (line.Keyword == "ENV" && line.Arguments.StartsWith("PACKAGE_", StringComparison.Ordinal))
        {
            return DockerfileText.PackageVariables(line.Arguments);
        }
        if (line.Keyword == "ENV")
        {
            // Plain assignments that follow one another are one instruction of ours, and one each of the reference's.
            return line.Arguments.IndexOfAny(['"', '\'', '\\', '$']) < 0 ? line.Arguments.Split(' ').Select(assignment => "ENV " + assignment) : [line.ToString()];
        }
        if (line.Keyword == "COPY" && line.Arguments.StartsWith("--from=", StringComparison.Ordinal))
        {
            int blank = line.Arguments.IndexOf(' ', StringComparison.Ordinal);
            string from = line.Arguments["--from=".Length..blank];
            return [$"COPY --from={Visible(node.CopiedImages.First(image => image.From == from)).Name} {DockerfileText.Paths(line.Arguments[(blank + 1)..])}"];
        }
        return line.Keyword == "RUN" ? ["RUN " + DockerfileText.Command(line.Arguments)]
            : line.Keyword == "ADD" ? ["ADD " + DockerfileText.Paths(line.Arguments)]
            : line.ToString() is "COPY . /luetbuild" or "WORKDIR /luetbuild" ? []
            : [line.ToString()];
    }
}
