namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Clones a git repository, or brings a clone up to date.</summary>
/// <param name="Url">Where it is.</param>
/// <param name="Path">The folder, absolute.</param>
/// <param name="Branch">The branch; empty for the remote's own.</param>
/// <param name="BranchOnly">Whether other branches are left out.</param>
/// <param name="Authentication">How to log in; null without.</param>
internal sealed record CloneRepository(string Url, string Path, string Branch, bool BranchOnly, GitAuthentication? Authentication) : StepAction;
