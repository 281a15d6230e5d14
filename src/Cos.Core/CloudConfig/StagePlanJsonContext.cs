using System.Text.Json.Serialization;

namespace Cos.Sdk.CloudConfig;

/// <summary>Serialisers made at compile time, as programs compiled ahead of time need.</summary>
[JsonSerializable(typeof(StagePlan))]
internal sealed partial class StagePlanJsonContext : JsonSerializerContext;
