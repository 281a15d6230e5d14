namespace Cos.Sdk.Building.Caching;

/// <summary>A place that all machines can read and overwrite, and that keeps the last writing: a tag in a registry.</summary>
internal interface ITurnNote
{
    /// <summary>What stands there; null for nothing.</summary>
    Task<TurnNoteContent?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The identity of what stands there, quickly; null for nothing.</summary>
    Task<string?> FindAsync(CancellationToken cancellationToken);

    /// <summary>Does what can be done before a writing, so that the writing itself is short.</summary>
    /// <param name="writer">Who writes and for which time; no two writings have the same.</param>
    /// <param name="isReleased">Whether the turn is given back.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<byte[]> PrepareAsync(string writer, bool isReleased, CancellationToken cancellationToken);

    /// <summary>Overwrites what stands there.</summary>
    /// <returns>The identity of what was written.</returns>
    Task<string> WriteAsync(byte[] prepared, CancellationToken cancellationToken);
}

/// <summary>What a note says.</summary>
/// <param name="Identity">Differs between any two writings.</param>
/// <param name="IsReleased">Whether its writer gave the turn back.</param>
internal sealed record TurnNoteContent(string Identity, bool IsReleased);
