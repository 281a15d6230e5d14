using System.Diagnostics.CodeAnalysis;
using Cos.Sdk.Files;

namespace Cos.Sdk.Tools;

/// <summary>Remembers which versions of programs an image has that is named by its content, so that a build without work needs no engine.</summary>
/// <param name="folder">Absolute path of a folder of the cache.</param>
/// <param name="image">Name of the image.</param>
internal sealed class ToolVersions(string folder, string image)
{
    /// <summary>Reads what is known of a program.</summary>
    public bool TryRead(ToolName tool, [NotNullWhen(true)] out Version? version)
    {
        version = null;
        return File.Exists(PathOf(tool)) && Version.TryParse(File.ReadAllText(PathOf(tool)).Trim(), out version);
    }

    /// <summary>Notes the version of a program.</summary>
    public void Write(ToolName tool, Version version)
    {
        Directory.CreateDirectory(folder);
        AtomicFile.Write(PathOf(tool), version + "\n");
    }

    private string PathOf(ToolName tool) => Path.Combine(folder, $"{image[(image.LastIndexOf(':') + 1)..]}.{ToolCatalog.Describe(tool).Executable}");
}
