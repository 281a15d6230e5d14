using System.Diagnostics;

namespace Cos.Sdk.Artifacts;

/// <summary>Takes the time that reading from another stream costs.</summary>
internal sealed class WaitingStream(Stream inner) : PassThroughStream(inner)
{
    /// <summary>The time so far.</summary>
    public TimeSpan Waited { get; private set; }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        long start = Stopwatch.GetTimestamp();
        int count = await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Waited += Stopwatch.GetElapsedTime(start);
        return count;
    }
}
