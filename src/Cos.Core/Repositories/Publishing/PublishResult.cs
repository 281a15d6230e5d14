namespace Cos.Sdk.Repositories.Publishing;

/// <summary>What became of a publication.</summary>
/// <param name="Header">What repository.yaml says there now.</param>
/// <param name="IsChanged">Whether there is a new revision.</param>
/// <param name="Sent">How many archives of packages were sent.</param>
/// <param name="Listed">How many packages the repository lists.</param>
internal sealed record PublishResult(RepositoryHeader Header, bool IsChanged, int Sent, int Listed);
