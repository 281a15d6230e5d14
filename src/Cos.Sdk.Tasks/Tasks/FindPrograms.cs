using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;
using Cos.Sdk.Programs;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Cos.Sdk.Tasks;

/// <summary>Finds the referenced programs and tells which of them have to be published again.</summary>
[MSBuildMultiThreadableTask]
public sealed class FindPrograms : CosTask
{
    private static readonly string[] Extensions = [".csproj", ".fsproj", ".vbproj"];

    /// <summary>ProjectReference items.</summary>
    public ITaskItem[] References { get; set; } = [];

    /// <summary>Where programs are made; each has a folder in it.</summary>
    [Required]
    public string ProgramFolder { get; set; } = "";

    /// <summary>OCI name of the architecture.</summary>
    [Required]
    public string Architecture { get; set; } = "";

    /// <summary>What else decides what a publish makes: versions of SDKs.</summary>
    public string Settings { get; set; } = "";

    /// <summary>The referenced programs. Identity: the project; metadata: that of the reference, Folder, Publish (properties).</summary>
    [Output]
    public ITaskItem[] Programs { get; private set; } = [];

    /// <summary>Those that have to be published.</summary>
    [Output]
    public ITaskItem[] Stale { get; private set; } = [];

    /// <inheritdoc />
    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellationToken)
    {
        List<ITaskItem> programs = [];
        List<ITaskItem> stale = [];
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        foreach (ITaskItem reference in References.Where(IsProgram))
        {
            cancellationToken.ThrowIfCancellationRequested();
            string project = PathOf(reference);
            ProgramLayout layout = new(Path.Combine(PathOf(ProgramFolder), FolderName(project, taken)));
            TaskItem program = new(reference) { ItemSpec = project };
            program.SetMetadata("Folder", layout.Folder);
            program.SetMetadata("Publish", PropertiesOf(reference, project, layout));
            ProgramRecord record = ProgramRecord.Read(layout.Record);
            (string fingerprint, _) = ProgramInputs.Fingerprint(Settings + program.GetMetadata("Publish"), record.Files, record.Projects);
            programs.Add(program);
            if (fingerprint != record.Fingerprint || !Directory.Exists(layout.Published))
            {
                AtomicFile.Write(layout.Begun, "");
                stale.Add(program);
            }
        }
        Programs = [.. programs];
        Stale = [.. stale];
        return System.Threading.Tasks.Task.CompletedTask;
    }

    private static bool IsProgram(ITaskItem reference) =>
        Extensions.Contains(Path.GetExtension(reference.ItemSpec), StringComparer.OrdinalIgnoreCase)
        && !reference.GetMetadata("CosProgram").Equals("false", StringComparison.OrdinalIgnoreCase);

    private static string FolderName(string project, HashSet<string> taken)
    {
        string stem = Path.GetFileNameWithoutExtension(project);
        string name = stem;
        for (int number = 2; !taken.Add(name); number++)
        {
            name = $"{stem}-{number}";
        }
        return name;
    }

    /// <summary>Images do not depend on the configuration of the derivative, so neither do programs.</summary>
    private string PropertiesOf(ITaskItem reference, string project, ProgramLayout layout)
    {
        string identifier = reference.GetMetadata("RuntimeIdentifier");
        if (identifier.Length == 0)
        {
            identifier = RuntimeIdentifiers.Find(Architecture)
                ?? throw new CosException(ProgramDiagnostics.UnknownArchitecture(new SourceLocation(ProjectPath), Architecture, Path.GetFileName(project)));
        }
        string configuration = reference.GetMetadata("Configuration") is { Length: > 0 } given ? given : "Release";
        string[] properties =
        [
            $"RuntimeIdentifier={identifier}", $"Configuration={configuration}", $"_CosProgramProject={project}",
            $"_CosProgramBuildFolder={layout.Build}/", $"PublishDir={layout.Published}/",
            .. reference.GetMetadata("SetTargetFramework").Split(';', StringSplitOptions.RemoveEmptyEntries),
        ];
        return string.Join(';', properties);
    }
}
