using System.Text.Json.Nodes;

namespace Cos.Sdk.Planning;

/// <summary>What differs between two artifact nodes.</summary>
internal static class ArtifactChange
{
    /// <summary>Fields that say the same as others, or only that something changed.</summary>
    private static readonly string[] Derived = ["kind", "hash", "contentHash", "image", "chain"];

    /// <summary>Names the first difference: the image before what is taken of it, that before its description.</summary>
    public static string Explain(ArtifactNode before, ArtifactNode now)
    {
        if (before.Image != now.Image)
        {
            return $"its image changed ({ChangeText.Hashes(before.Image, now.Image)})";
        }
        if ((before.Compression, before.CompressionLevel) != (now.Compression, now.CompressionLevel))
        {
            return $"the compression is now {now.Compression} {now.CompressionLevel}, was {before.Compression} {before.CompressionLevel}";
        }
        if (Difference("", Fields(before), Fields(now)) is { } field)
        {
            return field;
        }
        return before.ContentHash != now.ContentHash ? "this SDK cuts archives in another way than the last one" : "what is below it in its chain changed";
    }

    private static JsonNode? Fields(ArtifactNode node)
    {
        JsonObject fields = JsonNode.Parse(PlanJson.Write(node))!.AsObject();
        foreach (string name in Derived)
        {
            fields.Remove(name);
        }
        return fields;
    }

    private static string? Difference(string path, JsonNode? before, JsonNode? now)
    {
        if (before is JsonObject old && now is JsonObject current)
        {
            return old.Select(pair => pair.Key).Union(current.Select(pair => pair.Key))
                .Select(name => Difference(path.Length == 0 ? name : $"{path}.{name}", old[name], current[name]))
                .FirstOrDefault(text => text is not null);
        }
        if (before is JsonArray oldItems && now is JsonArray items && oldItems.Count == items.Count)
        {
            return oldItems.Zip(items).Select(pair => Difference(path, pair.First, pair.Second)).FirstOrDefault(text => text is not null);
        }
        if (JsonNode.DeepEquals(before, now))
        {
            return null;
        }
        (string was, string text) = ChangeText.Pair(TextOf(before), TextOf(now));
        return $"{path} is now {text}, was {was}";
    }

    private static string TextOf(JsonNode? node) => node is null ? "nothing" : node is JsonValue ? node.ToString() : node.ToJsonString();
}
