using System.Text.Json.Serialization;

namespace Cos.Sdk.Planning;

/// <summary>Serialisers made at compile time: no reflection on the way to an up-to-date answer.</summary>
[JsonSerializable(typeof(PlanNode))]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class PlanJsonContext : JsonSerializerContext;
