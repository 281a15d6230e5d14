using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Artifacts.Deltas;

/// <summary>Something in a file system: several names share one when they are hard links.</summary>
internal sealed class LayerFile(TarEntry entry, ulong sum, long offset)
{
    /// <summary>As the layer states it; the path is its first name there.</summary>
    public TarEntry Entry { get; } = entry;

    /// <summary>Where its content is kept; -1 when there is none, or when it was not kept.</summary>
    public long Offset { get; } = offset;

    /// <summary>The <see cref="ContentSum"/> of its content.</summary>
    public ulong Sum { get; } = sum;

    /// <summary>Whether names can be below it.</summary>
    public bool IsDirectory => Entry.Kind == TarEntryKind.Directory;

    /// <summary>
    /// Whether this is the same as another but for its time: what was only touched, or written again with the same content, did not change.
    /// </summary>
    public bool ShowsAs(LayerFile other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }
        TarEntry left = Entry;
        TarEntry right = other.Entry;
        return left.Kind == right.Kind && left.Mode == right.Mode && left.UserId == right.UserId && left.GroupId == right.GroupId
            && left.LinkTarget == right.LinkTarget && left.DeviceMajor == right.DeviceMajor && left.DeviceMinor == right.DeviceMinor
            && left.Size == right.Size && Sum == other.Sum
            && left.ExtendedAttributes.Count == right.ExtendedAttributes.Count
            && left.ExtendedAttributes.All(attribute =>
                right.ExtendedAttributes.TryGetValue(attribute.Key, out var value) && attribute.Value.AsSpan().SequenceEqual(value.AsSpan()));
    }
}
