using System.Text.Json.Serialization;

namespace Cos.Sdk.Building.Timelines;

/// <summary>Serialisers made at compile time.</summary>
[JsonSerializable(typeof(Timeline))]
[JsonSerializable(typeof(SortedDictionary<string, NodeHistory>))]
[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class TimelineJsonContext : JsonSerializerContext;
