using System.Collections.Immutable;

namespace Cos.Sdk.Repositories;

/// <summary>What became of a repository when it was written.</summary>
/// <param name="Header">Its repository.yaml.</param>
/// <param name="IsChanged">Its content is not what was there before; otherwise no file was touched.</param>
/// <param name="Files">Absolute paths of the repository's own files: repository.yaml and the archives of trees and index, the previous state's too.</param>
/// <param name="Removed">Absolute paths of files of packages that are published no longer.</param>
internal sealed record RepositoryUpdate(RepositoryHeader Header, bool IsChanged, ImmutableArray<string> Files, ImmutableArray<string> Removed);
