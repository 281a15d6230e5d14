namespace Cos.Sdk.Planning;

/// <summary>Says in one line why a node has to be made again: which file, step, parent or setting changed.</summary>
internal static class RebuildReason
{
    /// <summary>Compares a node with the one that was last made; null means that there was none.</summary>
    public static string Explain(PlanNode? before, PlanNode now)
    {
        if (before is null || before.GetType() != now.GetType())
        {
            return "it was not built before";
        }
        if (before.Hash == now.Hash)
        {
            return "its result is missing";
        }
        return (before, now) switch
        {
            (ImageNode old, ImageNode image) => Compare(old, image),
            (ComposedImageNode old, ComposedImageNode image) => Compare(old, image),
            (ArtifactNode old, ArtifactNode artifact) => Compare(old, artifact),
            _ => "its plan changed",
        };
    }

    private static string Compare(ImageNode before, ImageNode now)
    {
        if (before.Package != now.Package)
        {
            return $"it was {before.Package}";
        }
        if (ContextChange(before, now) is { } file)
        {
            return file;
        }
        if (InstructionChange(before, now) is { } instruction)
        {
            return instruction;
        }
        if (before.Parent.Reference != now.Parent.Reference)
        {
            return $"it is now made from {now.Parent.Reference} instead of {before.Parent.Reference}";
        }
        if (before.Parent.Digest != now.Parent.Digest)
        {
            return now.Parent.Node is null ? $"the base image {now.Parent.Reference} changed" : $"{now.Parent.Reference} before it changed";
        }
        ParentImage? copied = now.CopiedImages.FirstOrDefault(image => !before.CopiedImages.Contains(image));
        return copied is not null ? $"{copied.Reference}, from which it copies, changed"
            : before.Platform != now.Platform ? $"the platform is now {now.Platform}"
            : "the SDK or its Dockerfile template changed";
    }

    private static string? ContextChange(ImageNode before, ImageNode now)
    {
        Dictionary<string, ContextEntry> old = (before.Context?.Entries ?? []).ToDictionary(entry => entry.Path, StringComparer.Ordinal);
        foreach (ContextEntry entry in now.Context?.Entries ?? [])
        {
            if (!old.Remove(entry.Path, out ContextEntry? was))
            {
                return $"{entry.Path} was added";
            }
            if (was != entry)
            {
                return was.Content == entry.Content && was.Kind == entry.Kind ? $"the mode of {entry.Path} changed" : $"{entry.Path} changed";
            }
        }
        return old.Count == 0 ? null : $"{old.Keys.Order(StringComparer.Ordinal).First()} was removed";
    }

    private static string? InstructionChange(ImageNode before, ImageNode now)
    {
        // Copies name images by hash: those are compared as images, with a better sentence.
        Instruction[] old = [.. before.Instructions.Where(IsOwn)];
        Instruction[] own = [.. now.Instructions.Where(IsOwn)];
        for (int i = 0; i < Math.Max(old.Length, own.Length); i++)
        {
            if (i >= own.Length)
            {
                return $"'{Shorten(old[i])}' was removed";
            }
            if (i >= old.Length || old[i].ToString() != own[i].ToString())
            {
                return i < old.Length && old.Length == own.Length ? $"'{Shorten(old[i])}' is now '{Shorten(own[i])}'" : $"'{Shorten(own[i])}' is new";
            }
        }
        return null;

        static bool IsOwn(Instruction line) => !line.Arguments.StartsWith("--from=", StringComparison.Ordinal);
    }

    private static string Compare(ComposedImageNode before, ComposedImageNode now)
    {
        string[] added = [.. now.Parts.Except(before.Parts)];
        string[] removed = [.. before.Parts.Except(now.Parts)];
        return added.Length > 0 ? $"{added[0]} became part of it"
            : removed.Length > 0 ? $"{removed[0]} is no longer part of it"
            : "one of its parts changed";
    }

    private static string Compare(ArtifactNode before, ArtifactNode now) =>
        before.Image != now.Image ? "its image changed"
        : before.Compression != now.Compression || before.CompressionLevel != now.CompressionLevel ? $"the compression is now {now.Compression}, level {now.CompressionLevel}"
        : before.ContentHash != now.ContentHash ? "what it takes from the image changed"
        : "its metadata changed";

    private static string Shorten(Instruction line)
    {
        string text = line.ToString();
        return text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 57), "...");
    }
}
