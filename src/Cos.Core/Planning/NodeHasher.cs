using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Planning;

/// <summary>Gives each node the hash of everything that can change it, and of nothing else.</summary>
internal sealed class NodeHasher(PlanSettings settings)
{
    /// <summary>Hash of an image. The instructions name copied images by digest, not by name.</summary>
    public string Image(
        ParentImage parent, ImmutableArray<Instruction> instructions, BuildContext? context, ImmutableArray<RetrievedFile> retrieved)
    {
        using ContentHasher hasher = Begin("image");
        hasher.Add("platform", settings.Platform)
            .Add("template", settings.DockerfileTemplateDigest)
            .Add("parent", parent.Digest)
            .AddList("instructions", [.. instructions.Select(line => line.ToString())]);
        foreach (ContextEntry entry in context?.Entries ?? [])
        {
            hasher.Add("path", entry.Path)
                .Add("kind", entry.Kind.ToString())
                .Add("mode", entry.Mode)
                .Add("content", entry.Content);
        }
        foreach (RetrievedFile file in retrieved)
        {
            hasher.Add("retrieved", file.Path).Add("content", file.Content);
        }
        return hasher.Finish();
    }

    /// <summary>Hash of a composed base: the content of its parts, in order.</summary>
    public string Composed(IReadOnlyCollection<string> parts)
    {
        using ContentHasher hasher = Begin("base");
        return hasher.Add("platform", settings.Platform).AddList("parts", [.. parts]).Finish();
    }

    /// <summary>Hash of what an archive holds, whatever its compression.</summary>
    public string ArtifactContent(ArtifactStrategy strategy, ParentImage? image, BuildSpec spec)
    {
        using ContentHasher hasher = Begin("content");
        return hasher.Add("strategy", strategy.ToString())
            .Add("image", image?.Digest ?? "")
            .Add("steps", strategy is ArtifactStrategy.Delta or ArtifactStrategy.Changes ? spec.Steps.Length : 0)
            .Add("directory", spec.PackageDirectory)
            .AddList("includes", [.. spec.Includes.Select(pattern => pattern.Pattern)])
            .AddList("excludes", [.. spec.Excludes.Select(pattern => pattern.Pattern)])
            .Add("epoch", settings.Epoch)
            .Finish();
    }

    /// <summary>Hash of an artifact with its metadata and compression: of its plan file without the hash.</summary>
    public static string Artifact(ArtifactNode node)
    {
        using ContentHasher hasher = Begin("artifact");
        return hasher.Add("plan", PlanJson.Write(node with { Hash = "" })).Finish();
    }

    private static ContentHasher Begin(string kind) =>
        new ContentHasher().Add("generator", PlanSettings.Generator.ToString(CultureInfo.InvariantCulture)).Add("kind", kind);
}
