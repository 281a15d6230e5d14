using System.Xml.Linq;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;
using Cos.Sdk.Trees;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Cos.Sdk.Tasks;

/// <summary>Lists what goes into a NuGet package of a project's trees, and writes the files that bring them into the projects that reference it.</summary>
[MSBuildMultiThreadableTask]
public sealed class PackTrees : CosTask
{
    private static readonly string[] LeftOut = [".git", ".hg", ".svn", "bin", "obj"];

    private static readonly string[] SeedKeys =
        ["Suite", "Packages", "Variant", "Distribution", "Components", "Mirror", "Architecture"];

    private readonly List<ITaskItem> _files = [];

    /// <summary>The project's folders of packages.</summary>
    public ITaskItem[] Packages { get; set; } = [];

    /// <summary>Its inherited trees. Those of packages (metadata CosPackageId) stay dependencies.</summary>
    public ITaskItem[] Trees { get; set; } = [];

    /// <summary>Base images that packages name; those made of a file stay with the project.</summary>
    public ITaskItem[] SeedImages { get; set; } = [];

    /// <summary>The package's id.</summary>
    [Required]
    public string PackageId { get; set; } = "";

    /// <summary>Where files are made.</summary>
    [Required]
    public string WorkFolder { get; set; } = "";

    /// <summary>Files. Metadata: PackagePath.</summary>
    [Output]
    public ITaskItem[] Files { get; private set; } = [];

    /// <inheritdoc />
    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellationToken)
    {
        List<string> names = [];
        foreach (ITaskItem item in Trees.Where(tree => tree.GetMetadata("CosPackageId").Length == 0).Concat(Packages))
        {
            cancellationToken.ThrowIfCancellationRequested();
            names.Add(AddTree(PathOf(item), names));
        }
        if (names.Count == 0)
        {
            throw new CosException(ProjectDiagnostics.NothingToPack());
        }
        string props = Path.Combine(PathOf(WorkFolder), $"{PackageId}.props");
        AtomicFile.WriteIfDifferent(props, PropsOf(names));
        AddFile(props, "build/");
        AddFile(props, "buildTransitive/");
        Files = [.. _files];
        return System.Threading.Tasks.Task.CompletedTask;
    }

    private string AddTree(string folder, List<string> taken)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        for (int number = 2; taken.Contains(name, StringComparer.OrdinalIgnoreCase); number++)
        {
            name = $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))}-{number}";
        }
        List<string> executables = [];
        Dictionary<string, string> links = new(StringComparer.Ordinal);
        Walk(new DirectoryInfo(folder), "", name, executables, links);
        string modes = Path.Combine(PathOf(WorkFolder), name, TreeModes.FileName);
        AtomicFile.WriteIfDifferent(modes, TreeModes.Write(executables, links));
        AddFile(modes, $"trees/{name}/");
        return name;
    }

    private void Walk(DirectoryInfo folder, string path, string name, List<string> executables, Dictionary<string, string> links)
    {
        foreach (FileSystemInfo item in folder.EnumerateFileSystemInfos().OrderBy(item => item.Name, StringComparer.Ordinal))
        {
            string place = path + item.Name;
            if (item.LinkTarget is { } target)
            {
                links[place] = target;
            }
            else if (item is DirectoryInfo below)
            {
                if (!LeftOut.Contains(item.Name))
                {
                    Walk(below, place + "/", name, executables, links);
                }
            }
            else
            {
                if (!OperatingSystem.IsWindows() && (item.UnixFileMode & UnixFileMode.UserExecute) != 0)
                {
                    executables.Add(place);
                }
                AddFile(item.FullName, $"trees/{name}/{path}");
            }
        }
    }

    private void AddFile(string file, string folder)
    {
        TaskItem item = new(file.Replace("%", "%25", StringComparison.Ordinal));
        item.SetMetadata("PackagePath", folder);
        _files.Add(item);
    }

    /// <summary>Adds trees and seeds once, however often NuGet imports it; what the project itself declares wins.</summary>
    private string PropsOf(List<string> names)
    {
        XElement items = new("ItemGroup");
        foreach (string name in names)
        {
            items.Add(new XElement(
                "CosTree",
                new XAttribute("Include", $"$(MSBuildThisFileDirectory)../trees/{name}"),
                new XAttribute("Exclude", "@(CosTree)"),
                new XAttribute("CosPackageId", PackageId)));
        }
        foreach (ITaskItem seed in SeedImages.Where(seed => seed.GetMetadata("Tarball").Length == 0 && seed.GetMetadata("Archive").Length == 0 && seed.GetMetadata("CosPackageId").Length == 0))
        {
            XElement element = new("CosSeedImage", new XAttribute("Include", seed.ItemSpec), new XAttribute("Exclude", "@(CosSeedImage)"));
            foreach (string key in SeedKeys.Where(key => seed.GetMetadata(key).Length > 0))
            {
                element.Add(new XAttribute(key, seed.GetMetadata(key)));
            }
            element.Add(new XAttribute("CosPackageId", PackageId));
            items.Add(element);
        }
        return new XElement("Project", items).ToString().ReplaceLineEndings("\n") + "\n";
    }
}
