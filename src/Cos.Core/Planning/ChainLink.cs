using Cos.Sdk.Trees;

namespace Cos.Sdk.Planning;

/// <summary>One package of a build chain.</summary>
/// <param name="Definition">Its definition.</param>
/// <param name="Hash">Hash of its image in this chain.</param>
internal sealed record ChainLink(PackageDefinition Definition, string Hash);
