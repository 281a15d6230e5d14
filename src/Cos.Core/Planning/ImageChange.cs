namespace Cos.Sdk.Planning;

/// <summary>What differs between two image nodes.</summary>
internal static class ImageChange
{
    /// <summary>Names the first difference: the package's own files and steps before what lies below it.</summary>
    public static string Explain(ImageNode before, ImageNode now, IReadOnlyList<ValueChange> values) =>
        (before.Package != now.Package ? $"it was {before.Package}" : null)
        ?? OfContext(before, now)
        ?? OfInstructions(before, now, values)
        ?? OfImages(before, now)
        ?? OfSettings(before, now);

    private static string? OfContext(ImageNode before, ImageNode now)
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
                return OfEntry(was, entry);
            }
        }
        return old.Count == 0 ? null : $"{old.Keys.Order(StringComparer.Ordinal).First()} was removed";
    }

    private static string OfEntry(ContextEntry was, ContextEntry now) => (was.Kind, now.Kind) switch
    {
        (ContextEntryKind.File, ContextEntryKind.File) when was.Content != now.Content =>
            $"{now.Path} changed ({ChangeText.Hashes(was.Content, now.Content)})",
        (ContextEntryKind.Link, ContextEntryKind.Link) => $"{now.Path} leads to {now.Content}, was {was.Content}",
        var (old, kind) when old == kind => $"the mode of {now.Path} is now {Octal(now.Mode)}, was {Octal(was.Mode)}",
        var (old, kind) => $"{now.Path} is now a {kind.ToString().ToLowerInvariant()}, was a {old.ToString().ToLowerInvariant()}",
    };

    private static string? OfInstructions(ImageNode before, ImageNode now, IReadOnlyList<ValueChange> values)
    {
        // Copies name images by hash: those are compared as images, with a better sentence.
        string[] old = [.. before.Instructions.Select(line => line.ToString()).Where(IsOwn)];
        string[] own = [.. now.Instructions.Select(line => line.ToString()).Where(IsOwn)];
        for (int i = 0; i < Math.Max(old.Length, own.Length); i++)
        {
            if (i >= own.Length)
            {
                return $"'{ChangeText.Shorten(old[i])}' was removed";
            }
            if (i >= old.Length || (old[i] != own[i] && old.Length != own.Length))
            {
                return $"'{ChangeText.Shorten(own[i])}' is new";
            }
            if (old[i] != own[i])
            {
                (string was, string line) = ChangeText.Pair(old[i], own[i]);
                return $"'{line}' was '{was}'{OfValue(old[i], own[i], values)}";
            }
        }
        return null;

        static bool IsOwn(string line) => !line.StartsWith("COPY --from=", StringComparison.Ordinal);
    }

    /// <summary>The changed value whose texts are found where the line differs.</summary>
    private static string OfValue(string before, string now, IReadOnlyList<ValueChange> values)
    {
        ValueChange? cause = values.FirstOrDefault(change =>
            change is { Before: { Length: > 0 } was, Now: { Length: > 0 } text }
            && before.Contains(was, StringComparison.Ordinal) && now.Contains(text, StringComparison.Ordinal));
        return cause is null ? "" : $": the value {cause.Name} is now {ChangeText.Shorten(cause.Now!)}, was {ChangeText.Shorten(cause.Before!)}";
    }

    private static string? OfImages(ImageNode before, ImageNode now)
    {
        if (before.Parent.Reference != now.Parent.Reference)
        {
            return $"it is now made from {now.Parent.Reference} instead of {before.Parent.Reference}";
        }
        if (before.Parent.Digest != now.Parent.Digest)
        {
            string hashes = ChangeText.Hashes(before.Parent.Digest, now.Parent.Digest);
            return now.Parent.Node is null ? $"the base image {now.Parent.Reference} changed ({hashes})" : $"{now.Parent.Reference} before it changed ({hashes})";
        }
        foreach (ParentImage image in now.CopiedImages)
        {
            if (before.CopiedImages.FirstOrDefault(old => old.Reference == image.Reference) is not { } was)
            {
                return $"it now copies from {image.Reference}";
            }
            if (was.Digest != image.Digest)
            {
                return $"{image.Reference}, from which it copies, changed ({ChangeText.Hashes(was.Digest, image.Digest)})";
            }
        }
        return before.CopiedImages.FirstOrDefault(old => !now.CopiedImages.Contains(old)) is { } gone ? $"it no longer copies from {gone.Reference}" : null;
    }

    private static string OfSettings(ImageNode before, ImageNode now) =>
        before.Platform != now.Platform ? $"the platform is now {now.Platform}, was {before.Platform}"
        : before.Template != now.Template ? $"the template of Dockerfiles changed ({NameOf(before.Template)} → {NameOf(now.Template)})"
        : $"this SDK makes images in another way than the last one ({before.Generator} → {now.Generator})";

    private static string NameOf(string template) => template.Length == 0 ? "the SDK's own" : template[..12];

    private static string Octal(int mode) => Convert.ToString(mode, 8);
}
