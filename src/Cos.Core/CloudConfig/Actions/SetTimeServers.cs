using System.Collections.Immutable;

namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Writes /etc/systemd/timesyncd.conf.</summary>
/// <param name="Settings">Settings of its section <c>[Time]</c>.</param>
internal sealed record SetTimeServers(ImmutableSortedDictionary<string, string> Settings) : StepAction;
