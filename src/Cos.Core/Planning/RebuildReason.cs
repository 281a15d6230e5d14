namespace Cos.Sdk.Planning;

/// <summary>Says in one line why a node has to be made again: which file, step, value, parent or setting changed, from what to what.</summary>
internal static class RebuildReason
{
    /// <summary>Compares a node with the one that was last made.</summary>
    /// <param name="before">Null when there was none.</param>
    /// <param name="now">The node that is made.</param>
    /// <param name="values">Values that changed since the last build that succeeded.</param>
    public static string Explain(PlanNode? before, PlanNode now, IReadOnlyList<ValueChange>? values = null)
    {
        if (before is null || before.GetType() != now.GetType())
        {
            return "it was not built before";
        }
        if (before.Hash == now.Hash)
        {
            return now is not ArtifactNode artifact ? "the engine does not have it any more"
                : artifact.Spec.Subpackages.IsEmpty ? $"{artifact.Archive} is missing"
                : $"{artifact.Archive} or an archive of a part of it is missing";
        }
        return (before, now) switch
        {
            (ImageNode old, ImageNode image) => ImageChange.Explain(old, image, values ?? []),
            (ComposedImageNode old, ComposedImageNode image) => Compare(old, image),
            (ArtifactNode old, ArtifactNode artifact) => ArtifactChange.Explain(old, artifact),
            _ => "its plan changed",
        };
    }

    private static string Compare(ComposedImageNode before, ComposedImageNode now)
    {
        if (now.Parts.Except(before.Parts).FirstOrDefault() is { } added)
        {
            return $"{added} became part of it";
        }
        if (before.Parts.Except(now.Parts).FirstOrDefault() is { } removed)
        {
            return $"{removed} is no longer part of it";
        }
        for (int i = 0; i < now.Parts.Length; i++)
        {
            int was = before.Parts.IndexOf(now.Parts[i]);
            if (was < before.Contents.Length && i < now.Contents.Length && before.Contents[was] != now.Contents[i])
            {
                return $"{now.Parts[i]}, a part of it, changed ({ChangeText.Hashes(before.Contents[was], now.Contents[i])})";
            }
        }
        return before.Platform != now.Platform ? $"the platform is now {now.Platform}, was {before.Platform}" : "the order of its parts changed";
    }
}
