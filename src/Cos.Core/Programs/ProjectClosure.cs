using System.Text.Json;

namespace Cos.Sdk.Programs;

/// <summary>The projects that a program is made of, as its restore recorded them.</summary>
internal static class ProjectClosure
{
    /// <summary>The program's project and all that it references, in order of paths.</summary>
    /// <param name="project">Absolute path of the program's project.</param>
    /// <param name="assets">Absolute path of its <c>project.assets.json</c>.</param>
    public static IReadOnlyList<string> Read(string project, string assets)
    {
        SortedSet<string> all = new(StringComparer.Ordinal) { project };
        if (!File.Exists(assets))
        {
            return [.. all];
        }
        using FileStream content = File.OpenRead(assets);
        using JsonDocument document = JsonDocument.Parse(content);
        if (document.RootElement.TryGetProperty("libraries", out JsonElement libraries))
        {
            foreach (JsonProperty library in libraries.EnumerateObject())
            {
                if (library.Value.TryGetProperty("msbuildProject", out JsonElement path) && path.GetString() is { } relative)
                {
                    all.Add(Path.GetFullPath(relative.Replace('\\', '/'), Path.GetDirectoryName(project)!));
                }
            }
        }
        return [.. all];
    }
}
