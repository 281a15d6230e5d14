using System.Collections.Immutable;

namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Adds keys to a user's authorized_keys.</summary>
/// <param name="User">The user.</param>
/// <param name="Keys">Public keys, and <c>github:NAME</c> or <c>gitlab:NAME</c> for those of an account.</param>
internal sealed record AuthorizeKeys(string User, ImmutableArray<string> Keys) : StepAction;
