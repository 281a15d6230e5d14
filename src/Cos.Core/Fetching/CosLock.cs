using System.Collections.Immutable;

namespace Cos.Sdk.Fetching;

/// <summary>The content of <c>cos.lock.json</c>: what names from outside stood for when the build last agreed with them.</summary>
internal sealed record CosLock
{
    /// <summary>The name of the file, beside the project file.</summary>
    public const string FileName = "cos.lock.json";

    /// <summary>Nothing is locked.</summary>
    public static readonly CosLock Empty = new();

    /// <summary>Base images by the reference that packages use.</summary>
    public ImmutableSortedDictionary<string, LockedBaseImage> BaseImages { get; init; } =
        ImmutableSortedDictionary.Create<string, LockedBaseImage>(StringComparer.Ordinal);

    /// <summary>Seeds by the reference that packages use.</summary>
    public ImmutableSortedDictionary<string, LockedSeed> Seeds { get; init; } =
        ImmutableSortedDictionary.Create<string, LockedSeed>(StringComparer.Ordinal);

    /// <summary>Repositories of others by the name that the project gives them.</summary>
    public ImmutableSortedDictionary<string, LockedRepository> Repositories { get; init; } =
        ImmutableSortedDictionary.Create<string, LockedRepository>(StringComparer.Ordinal);

    /// <summary>The date of the project's inputs in seconds since 1970: that of its youngest seed; null when no seed has one.</summary>
    public long? Epoch => Seeds.Values.Where(seed => seed.Epoch > 0).Select(seed => (long?)seed.Epoch).Max();

    /// <summary>The lock without what the project no longer names.</summary>
    public CosLock Keep(IReadOnlySet<string> baseImages, IReadOnlySet<string> seeds) => this with
    {
        BaseImages = BaseImages.RemoveRange(BaseImages.Keys.Where(reference => !baseImages.Contains(reference))),
        Seeds = Seeds.RemoveRange(Seeds.Keys.Where(reference => !seeds.Contains(reference))),
    };

    /// <summary>The content behind a reference, for the names of what is built on it: <c>sha256:…</c>, or null when nothing is locked.</summary>
    public string? DigestOf(string reference) =>
        Seeds.TryGetValue(reference, out LockedSeed? seed) ? seed.RootFileSystem
        : BaseImages.TryGetValue(reference, out LockedBaseImage? image) ? image.Digest
        : null;
}
