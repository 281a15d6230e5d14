using System.Text.Json;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Attestations;

/// <summary>SLSA provenance (v1, as an in-toto statement) of a package archive, from its plan: what went in, and by which rules.</summary>
/// <remarks>
/// Times and names of machines are left out: the statement is the same wherever and whenever the archive is made again.
/// </remarks>
internal static class Provenance
{
    /// <summary>What the external parameters mean; the version goes up when they mean something else.</summary>
    public const string BuildType = "urn:cos-sdk:build:package:v1";

    /// <summary>Who builds; the version is beside it.</summary>
    public const string Builder = "urn:cos-sdk:builder";

    /// <summary>Writes the statement.</summary>
    /// <param name="subjects">Files of the package and its parts with their SHA-256.</param>
    /// <param name="node">The artifact's plan.</param>
    /// <param name="graph">All plans by key.</param>
    /// <param name="toolVersion">Version of the SDK.</param>
    public static string Write(
        IEnumerable<(string File, string Sha256)> subjects, ArtifactNode node, IReadOnlyDictionary<string, PlanNode> graph, string toolVersion) =>
        AttestationJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("_type", "https://in-toto.io/Statement/v1");
            json.WriteStartArray("subject");
            foreach ((string file, string sha256) in subjects)
            {
                WriteResource(json, file, "", "sha256", sha256);
            }
            json.WriteEndArray();
            json.WriteString("predicateType", "https://slsa.dev/provenance/v1");
            json.WriteStartObject("predicate");
            WriteDefinition(json, node, [.. PlansBelow(node, graph)]);
            json.WriteStartObject("runDetails");
            json.WriteStartObject("builder");
            json.WriteString("id", Builder);
            json.WriteStartObject("version");
            json.WriteString("Cos.Sdk", toolVersion);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        });

    private static void WriteDefinition(Utf8JsonWriter json, ArtifactNode node, PlanNode[] below)
    {
        json.WriteStartObject("buildDefinition");
        json.WriteString("buildType", BuildType);
        json.WriteStartObject("externalParameters");
        json.WriteString("package", node.Package);
        json.WriteString("strategy", JsonNamingPolicy.KebabCaseLower.ConvertName(node.Strategy.ToString()));
        json.WriteNumber("sourceDateEpoch", node.Epoch);
        json.WriteString("compression", node.Compression);
        json.WriteNumber("compressionLevel", node.CompressionLevel);
        json.WriteStartArray("instructions");
        foreach (ImageNode image in below.OfType<ImageNode>())
        {
            json.WriteStartObject();
            json.WriteString("package", image.Package);
            json.WriteString("platform", image.Platform);
            json.WriteString("from", image.Parent.Reference);
            json.WriteStartArray("lines");
            foreach (Instruction instruction in image.Instructions)
            {
                json.WriteStringValue(instruction.ToString());
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("internalParameters");
        json.WriteString("plan", node.Hash);
        json.WriteEndObject();
        json.WriteStartArray("resolvedDependencies");
        WriteDependencies(json, below);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDependencies(Utf8JsonWriter json, PlanNode[] below)
    {
        HashSet<string> images = new(StringComparer.Ordinal);
        foreach (ImageNode image in below.OfType<ImageNode>())
        {
            foreach (ParentImage used in image.CopiedImages.Prepend(image.Parent).Where(used => used.Node is null && images.Add(used.Reference)))
            {
                string digest = used.Digest.StartsWith("sha256:", StringComparison.Ordinal) ? used.Digest["sha256:".Length..] : used.Digest;
                WriteResource(json, used.Reference, PackageUrl.OfImage(used.Reference, used.Digest), "sha256", digest);
            }
            foreach (ContextEntry file in image.Context?.Entries.Where(entry => entry.Kind == ContextEntryKind.File) ?? [])
            {
                WriteResource(json, $"{image.Package}:{file.Path}", "", "sha256", file.Content);
            }
        }
    }

    private static void WriteResource(Utf8JsonWriter json, string name, string uri, string algorithm, string digest)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        if (uri.Length > 0)
        {
            json.WriteString("uri", uri);
        }
        json.WriteStartObject("digest");
        json.WriteString(algorithm, digest);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>All nodes that an archive is made of, what comes first at the bottom of the list's order by key.</summary>
    private static IEnumerable<PlanNode> PlansBelow(ArtifactNode node, IReadOnlyDictionary<string, PlanNode> graph)
    {
        SortedDictionary<string, PlanNode> found = new(StringComparer.Ordinal);
        Stack<string> open = new(node.DependsOn);
        while (open.TryPop(out string? key))
        {
            if (graph.TryGetValue(key, out PlanNode? next) && found.TryAdd(key, next))
            {
                foreach (string further in next.DependsOn)
                {
                    open.Push(further);
                }
            }
        }
        return found.Values;
    }
}
