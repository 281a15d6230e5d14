using System.Collections.Immutable;

namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Sets variables in an environment file.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="Variables">Names and values.</param>
internal sealed record SetEnvironment(string Path, ImmutableSortedDictionary<string, string> Variables) : StepAction;
