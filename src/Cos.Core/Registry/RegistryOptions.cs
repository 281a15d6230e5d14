using System.Collections.Immutable;

namespace Cos.Sdk.Registry;

/// <summary>How registries are spoken to.</summary>
internal sealed record RegistryOptions
{
    /// <summary>Registries (<c>host[:port]</c>) that are spoken to over http because the user asked for it. Those on loopback are anyway.</summary>
    public ImmutableHashSet<string> PlainRegistries { get; init; } = [];

    /// <summary>Registries on loopback that are spoken to over https.</summary>
    public ImmutableHashSet<string> EncryptedRegistries { get; init; } = [];

    /// <summary>How often a request is tried, the first time included, when what went wrong may pass.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>The wait before the first repetition; it doubles each time, and varies by half so that many clients do not come back at once.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait between two attempts, whatever a registry asks for.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an answer may take to begin.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How long a transfer may stand still.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes of a part of an upload; each upload holds so much in memory.</summary>
    public int ChunkSize { get; init; } = 8 << 20;

    /// <summary>Time for waits and for the life of tokens.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
