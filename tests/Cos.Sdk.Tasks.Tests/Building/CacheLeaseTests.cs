using System.Globalization;
using System.Text;
using Cos.Sdk.Building.Caching;

namespace Cos.Sdk.Tests.Building;

/// <summary>Machines that stand still at any moment take turns by a note that keeps the last writing.</summary>
public sealed class CacheLeaseTests
{
    private const int Rounds = 60;

    private const int Machines = 6;

    /// <summary>Stalls are up to eight windows long; a note lives longer than any of them.</summary>
    private static readonly TurnTiming Timing = new()
    {
        Window = TimeSpan.FromMilliseconds(50),
        Settling = TimeSpan.FromMilliseconds(80),
        Renewal = TimeSpan.FromMilliseconds(100),
        Life = TimeSpan.FromMinutes(5),
    };

    [Fact]
    public async Task Turn_WhateverMachinesStandStill_IsOneMachinesAtATime()
    {
        int[] taken = await Task.WhenAll(Enumerable.Range(0, Rounds).Select(async seed =>
        {
            UnsteadyNote note = new();
            int holders = 0;
            int turns = 0;
            await Task.WhenAll(Enumerable.Range(0, Machines).Select(machine => Task.Run(async () =>
            {
                Random random = new((seed * Machines) + machine);
                await using CacheLease lease = new(new UnsteadyMachine(note, random), Timing, TimeProvider.System);
                for (int attempt = 0; attempt < 6; attempt++)
                {
                    if (await lease.TryTakeAsync(default))
                    {
                        Assert.Equal(1, Interlocked.Increment(ref holders));
                        await Task.Delay(random.Next(200));
                        Interlocked.Decrement(ref holders);
                        Interlocked.Increment(ref turns);
                        return;
                    }
                    await Task.Delay(random.Next(60));
                }
            })));
            return turns;
        }));

        // The test would be worth nothing if turns were never taken.
        Assert.InRange(taken.Count(turns => turns > 0), 1, Rounds);
    }

    /// <summary>The same with a window that is too long shows what the check is for.</summary>
    [Theory]
    [InlineData(50, false)]
    [InlineData(600_000, true)]
    public async Task Writer_WhoWasTooSlow_TakesNoTurn_AndDoesNotEndAnothers(int window, bool takes)
    {
        UnsteadyNote note = new();
        TaskCompletionSource go = new();
        await using CacheLease slow = new(
            new SteadyMachine(note) { BeforeWriting = () => go.Task }, Timing with { Window = TimeSpan.FromMilliseconds(window), Renewal = TimeSpan.FromMinutes(5) }, TimeProvider.System);
        await using CacheLease quick = new(new SteadyMachine(note), Timing with { Window = TimeSpan.FromMinutes(1), Renewal = TimeSpan.FromMinutes(5) }, TimeProvider.System);
        await using CacheLease third = new(new SteadyMachine(note), Timing, TimeProvider.System);
        Task<bool> late = slow.TryTakeAsync(default);
        Assert.True(await quick.TryTakeAsync(default));
        await Task.Delay(Timing.Window);
        go.SetResult();
        Assert.Equal(takes, await late);
        Assert.False(await third.TryTakeAsync(default));
    }

    [Fact]
    public async Task Note_ThatIsNotRenewed_CountsForItsLife()
    {
        UnsteadyNote note = new() { Text = "somebody-1" };
        TurnTiming timing = Timing with { Life = TimeSpan.FromMilliseconds(300), Window = TimeSpan.FromMinutes(1) };
        await using CacheLease lease = new(new SteadyMachine(note), timing, TimeProvider.System);
        Assert.False(await lease.TryTakeAsync(default));
        await Task.Delay(350);
        note.Text = "somebody-2";
        Assert.False(await lease.TryTakeAsync(default));
        await Task.Delay(350);
        Assert.True(await lease.TryTakeAsync(default));
    }

    /// <summary>The register that all share.</summary>
    private sealed class UnsteadyNote
    {
        private string? _text;

        public string? Text
        {
            get => Volatile.Read(ref _text);
            set => Volatile.Write(ref _text, value);
        }
    }

    /// <summary>A machine that stands still before and after anything it does.</summary>
    private sealed class UnsteadyMachine(UnsteadyNote note, Random random) : SteadyMachine(note)
    {
        protected override Task PauseAsync()
        {
            lock (random)
            {
                return random.Next(3) == 0 ? Task.Delay(random.Next(400)) : Task.CompletedTask;
            }
        }
    }

    private class SteadyMachine(UnsteadyNote note) : ITurnNote
    {
        private const string Released = " released";

        public Func<Task> BeforeWriting { get; init; } = () => Task.CompletedTask;

        public async Task<TurnNoteContent?> ReadAsync(CancellationToken cancellationToken) =>
            await FindAsync(cancellationToken) is { } text ? new TurnNoteContent(text, text.EndsWith(Released, StringComparison.Ordinal)) : null;

        public async Task<string?> FindAsync(CancellationToken cancellationToken)
        {
            await PauseAsync();
            string? text = note.Text;
            await PauseAsync();
            return text;
        }

        public Task<byte[]> PrepareAsync(string writer, bool isReleased, CancellationToken cancellationToken) =>
            Task.FromResult(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{writer}{(isReleased ? Released : "")}")));

        public async Task<string> WriteAsync(byte[] prepared, CancellationToken cancellationToken)
        {
            await BeforeWriting();
            await PauseAsync();
            note.Text = Encoding.UTF8.GetString(prepared);
            await PauseAsync();
            return Encoding.UTF8.GetString(prepared);
        }

        protected virtual Task PauseAsync() => Task.CompletedTask;
    }
}
