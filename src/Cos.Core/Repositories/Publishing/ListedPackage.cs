using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Repositories.Publishing;

/// <summary>A package that a repository lists: its entry of the index and its place in the tree.</summary>
/// <param name="Entry">What the index says.</param>
/// <param name="Node">The entry as it is written.</param>
/// <param name="Tree">Its definition, and its finalizer if it has one.</param>
internal sealed record ListedPackage(IndexEntry Entry, YamlMapping Node, TreeArchivePackage Tree)
{
    /// <summary>The entry without what a destination adds to it: place of the archive and digest of the image.</summary>
    public string Description => _description ??= YamlEmitter.Write(EntryWith(null, null), YamlLayout.Compact);

    private string? _description;

    /// <summary>The entry for a destination.</summary>
    /// <param name="path">Name of the archive there; null leaves it out.</param>
    /// <param name="image">Digest of its image there; null leaves it out.</param>
    public YamlFields EntryWith(string? path, string? image)
    {
        YamlFields fields = new();
        if (image is not null)
        {
            fields.Add("image", image);
        }
        if (path is not null)
        {
            fields.Add("path", path);
        }
        foreach (YamlEntry field in Node.Entries.Where(field => field.Key.Text is not ("image" or "path")))
        {
            fields.Add(field.Key.Text, field.Value);
        }
        return fields;
    }
}
