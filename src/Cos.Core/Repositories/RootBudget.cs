using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories;

/// <summary>Counts what the archives of a root hold together, so that many small ones cannot pass a bound that one may not.</summary>
internal sealed class RootBudget(TarLimits limits)
{
    private long _entries;
    private long _devices;

    /// <summary>Bytes of content so far.</summary>
    public long TotalSize { get; private set; }

    /// <summary>Counts one entry.</summary>
    /// <exception cref="CosException">The root exceeds a bound.</exception>
    public void Charge(TarEntry entry, string owner)
    {
        if (++_entries > limits.MaxEntries)
        {
            throw Exceeded(owner, nameof(TarLimits.MaxEntries), limits.MaxEntries);
        }
        if (entry.Size > limits.MaxTotalSize - TotalSize)
        {
            throw Exceeded(owner, nameof(TarLimits.MaxTotalSize), limits.MaxTotalSize);
        }
        TotalSize += entry.Size;
        bool device = entry.Kind is TarEntryKind.BlockDevice or TarEntryKind.CharacterDevice or TarEntryKind.Fifo;
        if (device && ++_devices > limits.MaxDevices)
        {
            throw Exceeded(owner, nameof(TarLimits.MaxDevices), limits.MaxDevices);
        }
    }

    private static CosException Exceeded(string owner, string limit, long value) =>
        new(RepositoryDiagnostics.RootLimit(owner, limit, value));
}
