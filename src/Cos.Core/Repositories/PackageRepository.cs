namespace Cos.Sdk.Repositories;

/// <summary>A repository that was opened: its index was read and verified.</summary>
/// <param name="Reference">Where it was found.</param>
/// <param name="Index">What it offers.</param>
/// <param name="Transport">Brings its archives.</param>
internal sealed record PackageRepository(RepositoryReference Reference, RepositoryIndex Index, IRepositoryTransport Transport);
