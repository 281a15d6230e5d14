using System.Text.Json;
using System.Text.Json.Serialization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Building;

/// <summary>Where each instruction of an image node is written. Kept beside the plan file, since lines move without changing the plan.</summary>
internal static class StepLocations
{
    /// <summary>Path of a node's locations.</summary>
    public static string PathOf(string planFolder, string key) => Path.Combine(planFolder, key + ".locations");

    /// <summary>Writes the places of the instructions of images.</summary>
    public static void Write(string planFolder, IEnumerable<ImageNode> nodes) =>
        Parallel.ForEach(nodes, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, node => Write(planFolder, node));

    private static void Write(string planFolder, ImageNode node)
    {
        SourceLocation?[] locations = [.. node.Instructions.Select(line => line.Location)];
        AtomicFile.WriteIfDifferent(PathOf(planFolder, node.Key), JsonSerializer.Serialize(locations, StepLocationsJsonContext.Default.SourceLocationArray));
    }

    /// <summary>The place of a Dockerfile step, FROM being step 1; null when it is generated or not known.</summary>
    public static SourceLocation? Find(string planFolder, string key, int step) => Read(planFolder, key).ElementAtOrDefault(step - 2);

    /// <summary>The number of a node's instructions below FROM; 0 when not known.</summary>
    public static int Count(string planFolder, string key) => Read(planFolder, key).Length;

    private static SourceLocation?[] Read(string planFolder, string key)
    {
        string file = PathOf(planFolder, key);
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), StepLocationsJsonContext.Default.SourceLocationArray) ?? [] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}

/// <summary>Serialisers made at compile time.</summary>
[JsonSerializable(typeof(SourceLocation[]))]
internal sealed partial class StepLocationsJsonContext : JsonSerializerContext;
