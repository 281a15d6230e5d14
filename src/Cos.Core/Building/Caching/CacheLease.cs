using System.Globalization;
using System.Security.Cryptography;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Building.Caching;

/// <summary>
/// The turn to make an image, among machines that share nothing but a note which each of them can overwrite. Who sees it free writes itself
/// there, waits, and has the turn if its own writing still stands. A note that is released, or that was not renewed for a while, is free.
/// </summary>
/// <remarks>
/// This is Fischer's algorithm, whose one assumption is made a check: who needed longer than the window from seeing the note free to having
/// written it takes no turn, since it may have overwritten the note of a machine that has it. So however long machines stand still, two never
/// have the turn at once, unless one of them stands still for the life of a note. No clock but the reader's own is compared.
/// </remarks>
internal sealed class CacheLease(ITurnNote note, TurnTiming timing, TimeProvider time) : IAsyncDisposable
{
    private readonly string _holder = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private readonly CancellationTokenSource _stop = new();
    private int _count;
    private string _seen = "";
    private long _seenAt;
    private Task? _renewing;

    /// <summary>Takes the turn, unless another machine has it or wants it at the same moment.</summary>
    public async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        TurnNoteContent? there = await note.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (there is not null && !IsFree(there))
        {
            return false;
        }
        byte[] held = await PrepareAsync(isReleased: false, cancellationToken).ConfigureAwait(false);
        long asked = time.GetTimestamp();
        if (await note.FindAsync(cancellationToken).ConfigureAwait(false) != there?.Identity)
        {
            return false;
        }
        string mine = await note.WriteAsync(held, cancellationToken).ConfigureAwait(false);
        if (time.GetElapsedTime(asked) > timing.Window)
        {
            return false;
        }
        await Task.Delay(timing.Settling, time, cancellationToken).ConfigureAwait(false);
        if (await note.FindAsync(cancellationToken).ConfigureAwait(false) != mine)
        {
            return false;
        }
        _renewing = RenewAsync(_stop.Token);
        return true;
    }

    /// <summary>Gives the turn back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _renewing, null) is { } renewing)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await WriteAsync(isReleased: true).ConfigureAwait(false);
            }
            catch (CosException)
            {
                // It ends by itself.
            }
        }
        _stop.Dispose();
    }

    private bool IsFree(TurnNoteContent there)
    {
        if (there.Identity != _seen)
        {
            _seen = there.Identity;
            _seenAt = time.GetTimestamp();
        }
        return there.IsReleased || time.GetElapsedTime(_seenAt) > timing.Life;
    }

    /// <summary>A writing that has begun is never left in the middle: it could arrive after the one that gives the turn back.</summary>
    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(timing.Renewal, time, cancellationToken).ConfigureAwait(false);
            try
            {
                await WriteAsync(isReleased: false).ConfigureAwait(false);
            }
            catch (CosException)
            {
                // The next renewal may reach the registry; until then others may begin the same work, which does no harm.
            }
        }
    }

    private async Task WriteAsync(bool isReleased) => await note.WriteAsync(
        await PrepareAsync(isReleased, CancellationToken.None).ConfigureAwait(false), CancellationToken.None).ConfigureAwait(false);

    private Task<byte[]> PrepareAsync(bool isReleased, CancellationToken cancellationToken) => note.PrepareAsync(
        string.Create(CultureInfo.InvariantCulture, $"{_holder}-{Interlocked.Increment(ref _count)}"), isReleased, cancellationToken);
}
