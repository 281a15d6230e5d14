using System.Collections.Immutable;

namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Writes the resolver's configuration.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="Nameservers">Addresses.</param>
/// <param name="Search">Domains.</param>
/// <param name="Options">As in resolv.conf.</param>
internal sealed record SetResolver(
    string Path,
    ImmutableArray<string> Nameservers,
    ImmutableArray<string> Search,
    ImmutableArray<string> Options) : StepAction;
