using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.CloudConfig;

/// <summary>Finds and reads the cloud-config of a system, in the order in which it runs.</summary>
internal static class ConfigSources
{
    private const int MaxDepth = 8;

    /// <summary>The folders of a system: its own, the machine's, and what persists.</summary>
    public static ImmutableArray<string> Folders { get; } = ["/system/oem", "/oem", "/usr/local/cloud-config"];

    /// <summary>Reads folders, what <c>cos.setup=</c> names, and arguments in dot notation.</summary>
    /// <param name="root">The root of the system, <c>/</c> on the device.</param>
    /// <param name="folders">Absolute paths in the system. Those that are not there are passed over.</param>
    /// <param name="arguments">The kernel's command line.</param>
    /// <param name="diagnostics">Takes what is wrong; the rest is read.</param>
    public static ImmutableArray<(string Source, CloudConfigFile File)> Read(
        string root, IEnumerable<string> folders, KernelArguments arguments, DiagnosticBag diagnostics)
    {
        List<string> files = [.. folders.SelectMany(folder => FilesOf(root, folder))];
        if (arguments.Source.StartsWith('/'))
        {
            files.Add(arguments.Source);
        }
        ImmutableArray<(string, CloudConfigFile)>.Builder sources = ImmutableArray.CreateBuilder<(string, CloudConfigFile)>();
        foreach (string file in files)
        {
            if (CloudConfigReader.ReadFile(Path.Join(root, file), diagnostics) is { } content)
            {
                sources.Add((file, content));
            }
        }
        if (arguments.Configuration is { } configuration)
        {
            sources.Add((Reading.DotNotation.Place, configuration));
        }
        return sources.ToImmutable();
    }

    /// <summary>The cloud-config files of a folder in ordinal order of their paths; a single file is one of its own.</summary>
    public static IEnumerable<string> FilesOf(string root, string folder)
    {
        string path = Path.Join(root, folder);
        if (File.Exists(path))
        {
            return [folder];
        }
        if (!Directory.Exists(path))
        {
            return [];
        }
        EnumerationOptions options = new()
        {
            RecurseSubdirectories = true, MaxRecursionDepth = MaxDepth, IgnoreInaccessible = true, AttributesToSkip = 0,
        };
        return Directory.EnumerateFiles(path, "*", options)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml")
            .Select(file => $"{folder.TrimEnd('/')}/{Path.GetRelativePath(path, file).Replace(Path.DirectorySeparatorChar, '/')}")
            .Order(StringComparer.Ordinal);
    }
}
