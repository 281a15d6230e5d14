using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;
using Cos.Sdk.Programs;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Cos.Sdk.Tasks;

/// <summary>Makes a package folder of each published program.</summary>
[MSBuildMultiThreadableTask]
public sealed class PackPrograms : CosTask
{
    private static readonly string[] Kept = ["AssemblyName", "OutputType", "Version", "Description", "PackageLicenseExpression"];

    /// <summary>The referenced programs, as <see cref="FindPrograms"/> gives them.</summary>
    [Required]
    public ITaskItem[] Programs { get; set; } = [];

    /// <summary>What the projects that were published now said. Identity: the project; metadata: its properties, Assets.</summary>
    public ITaskItem[] Published { get; set; } = [];

    /// <summary>See <see cref="FindPrograms.Settings"/>.</summary>
    public string Settings { get; set; } = "";

    /// <summary>Whether the project names a system that takes the programs in.</summary>
    public string SystemPackage { get; set; } = "";

    /// <summary>Package folders. Metadata: PartOfSystem.</summary>
    [Output]
    public ITaskItem[] Packages { get; private set; } = [];

    /// <inheritdoc />
    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellationToken)
    {
        List<ITaskItem> packages = [];
        List<string> homeless = [];
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        SourceLocation location = new(ProjectPath);
        foreach (ITaskItem program in Programs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ProgramLayout layout = new(program.GetMetadata("Folder"));
            ProgramRecord record = Published.FirstOrDefault(item => PathOf(item) == program.ItemSpec) is { } published
                ? Remember(program, published, layout)
                : ProgramRecord.Read(layout.Record);
            if (ProgramOptions.Read(program.ItemSpec, record, program.GetMetadata, location, Diagnostics) is not { } package)
            {
                continue;
            }
            string id = $"{package.Category}/{package.Name}";
            if (!owners.TryAdd(id, Path.GetFileName(program.ItemSpec)))
            {
                Diagnostics.Add(ProgramDiagnostics.SamePackage(location, id, owners[id], Path.GetFileName(program.ItemSpec)));
                continue;
            }
            Pack(program, package, record, layout);
            bool isPart = !program.GetMetadata("PartOfSystem").Equals("false", StringComparison.OrdinalIgnoreCase);
            if (isPart && SystemPackage.Length == 0)
            {
                homeless.Add(id);
            }
            TaskItem item = new(layout.Package);
            item.SetMetadata("PartOfSystem", isPart ? "true" : "false");
            packages.Add(item);
        }
        if (homeless.Count > 0)
        {
            Diagnostics.Add(ProgramDiagnostics.NoSystem(location, string.Join(", ", homeless)));
        }
        Packages = [.. packages];
        return System.Threading.Tasks.Task.CompletedTask;
    }

    /// <summary>Writes down what the publish was made from, so that the next build can tell whether it still is.</summary>
    private ProgramRecord Remember(ITaskItem program, ITaskItem published, ProgramLayout layout)
    {
        IReadOnlyList<string> projects = ProjectClosure.Read(program.ItemSpec, published.GetMetadata("Assets"));
        ImmutableArray<string> files =
        [
            .. Directory.EnumerateFiles(layout.Inputs)
                .SelectMany(File.ReadLines)
                .Where(line => line.Length > 0 && !line.StartsWith(layout.Build, StringComparison.Ordinal))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        (string fingerprint, DateTime newest) = ProgramInputs.Fingerprint(Settings + program.GetMetadata("Publish"), files, projects);
        ProgramRecord record = new()
        {
            Projects = [.. projects],
            Files = files,
            Properties = Kept.ToImmutableSortedDictionary(name => name, published.GetMetadata, StringComparer.Ordinal),
            // What was written during the publish may have been read before: the next build publishes again.
            Fingerprint = newest < File.GetLastWriteTimeUtc(layout.Begun) ? fingerprint : "",
        };
        record.Write(layout.Record);
        return record;
    }

    private void Pack(ITaskItem program, ProgramPackage package, ProgramRecord record, ProgramLayout layout)
    {
        string state = StateOf(package, record);
        if (File.Exists(layout.Packed) && File.ReadAllText(layout.Packed) == state && Directory.Exists(layout.Package))
        {
            return;
        }
        if (!File.Exists(Path.Combine(layout.Published, package.Executable)))
        {
            throw new CosException(ProgramDiagnostics.ExecutableMissing(new SourceLocation(ProjectPath), Path.GetFileName(program.ItemSpec), package.Executable));
        }
        Directory.CreateDirectory(layout.Package);
        bool changed = ProgramFolder.Write(package, layout.Published, layout.Package);
        AtomicFile.Write(layout.Packed, state);
        Log.LogMessage(
            changed ? MessageImportance.High : MessageImportance.Normal,
            "  {0} is the package {1}/{2}@{3}",
            Path.GetFileName(program.ItemSpec),
            package.Category,
            package.Name,
            package.Version);
    }

    private static string StateOf(ProgramPackage package, ProgramRecord record)
    {
        StringBuilder text = new(record.Fingerprint);
        text.AppendJoin('\n', package.Texts().Select(file => $"{file.Path}\n{file.Text}"));
        text.AppendJoin('\n', package.Links().Select(link => $"{link.Path}\n{link.Target}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
