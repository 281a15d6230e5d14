using System.Collections.Immutable;

namespace Cos.Sdk.Settings;

/// <summary>An account, with the keys of a user of cloud-config.</summary>
/// <param name="Name">The user.</param>
/// <param name="Texts">Keys with texts that are given: <c>passwd</c>, <c>gecos</c>, <c>homedir</c>, <c>shell</c>, <c>primary_group</c>, <c>uid</c>.</param>
/// <param name="Groups">Further groups.</param>
/// <param name="Keys">Public SSH keys.</param>
/// <param name="IsSystem">Whether it is a system account.</param>
internal sealed record SystemUser(
    string Name, ImmutableSortedDictionary<string, string> Texts, ImmutableArray<string> Groups, ImmutableArray<string> Keys, bool IsSystem);
