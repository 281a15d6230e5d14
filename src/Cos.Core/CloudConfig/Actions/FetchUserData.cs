using System.Collections.Immutable;

namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Asks the cloud that the machine runs in for user data, and keeps it as a cloud-config file.</summary>
/// <param name="Providers">Asked in this order; the first that answers wins.</param>
/// <param name="Path">The folder that the file goes to.</param>
internal sealed record FetchUserData(ImmutableArray<string> Providers, string Path) : StepAction;
