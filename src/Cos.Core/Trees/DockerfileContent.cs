using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Trees;

/// <summary>An instruction of a Dockerfile.</summary>
/// <param name="Keyword">In capitals.</param>
/// <param name="Arguments">The rest; continued lines are joined by blanks.</param>
/// <param name="Location">Its first line.</param>
internal sealed record DockerfileInstruction(string Keyword, string Arguments, SourceLocation Location);

/// <summary>A stage of a Dockerfile.</summary>
/// <param name="Base">What it begins from: an image, an earlier stage, or <c>scratch</c>; variables are replaced by their defaults.</param>
/// <param name="Name">Its name; empty for none.</param>
/// <param name="Length">How many instructions it has below FROM.</param>
/// <param name="Location">The line of FROM.</param>
internal sealed record DockerfileStage(string Base, string Name, int Length, SourceLocation Location);

/// <summary>What a Dockerfile consists of.</summary>
/// <param name="Instructions">All, those before the first FROM included.</param>
/// <param name="Stages">At least one.</param>
internal sealed record DockerfileContent(ImmutableArray<DockerfileInstruction> Instructions, ImmutableArray<DockerfileStage> Stages)
{
    /// <summary>What an image without content is called.</summary>
    public const string Scratch = "scratch";

    /// <summary>The image below the last stage, and how many instructions lie between: those of the stages that the last one is made from count too.</summary>
    public (DockerfileStage First, int Length) Final
    {
        get
        {
            int at = Stages.Length - 1;
            int length = Stages[at].Length;
            while (StageBefore(Stages[at].Base, at) is >= 0 and int below)
            {
                at = below;
                length += Stages[at].Length;
            }
            return (Stages[at], length);
        }
    }

    /// <summary>The images that a build takes from elsewhere, each once: bases of stages, and sources of COPY.</summary>
    public IReadOnlyList<(string Reference, SourceLocation Location)> Images
    {
        get
        {
            IEnumerable<(string, SourceLocation)> bases = Stages
                .Where((stage, number) => stage.Base != Scratch && StageBefore(stage.Base, number) < 0)
                .Select(stage => (stage.Base, stage.Location));
            IEnumerable<(string, SourceLocation)> sources = Instructions
                .Where(line => line.Keyword is "COPY" or "ADD")
                .SelectMany(line => line.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .TakeWhile(word => word.StartsWith("--", StringComparison.Ordinal))
                    .Where(word => word.StartsWith("--from=", StringComparison.Ordinal))
                    .Select(word => (Reference: word["--from=".Length..], line.Location)))
                .Where(source => !int.TryParse(source.Reference, out _) && StageBefore(source.Reference, Stages.Length) < 0);
            return [.. bases.Concat(sources).DistinctBy(image => image.Item1)];
        }
    }

    private int StageBefore(string name, int number)
    {
        for (int i = number - 1; i >= 0; i--)
        {
            if (Stages[i].Name.Length > 0 && Stages[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }
        return -1;
    }
}
