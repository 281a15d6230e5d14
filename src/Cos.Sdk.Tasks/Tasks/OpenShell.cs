using System.ComponentModel;
using System.Diagnostics;
using Cos.Sdk.Building;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Opens a shell in the image before the step that failed last, on the terminal of the build or with what is piped into it.</summary>
[MSBuildMultiThreadableTask]
public sealed class OpenShell : CosTask
{
    /// <summary>Where logs are.</summary>
    [Required]
    public string LogFolder { get; set; } = "";

    /// <summary>Plan items, with the metadata Package.</summary>
    public ITaskItem[] Plans { get; set; } = [];

    /// <summary>The package whose image is meant, as <c>category/name</c>, with or without a version; empty for the one that failed last.</summary>
    public string Package { get; set; } = "";

    /// <summary>The shell.</summary>
    [Required]
    public string Shell { get; set; } = "";

    /// <summary>Address of the engine; empty to look for one.</summary>
    public string EngineEndpoint { get; set; } = "";

    /// <summary><c>docker</c>, <c>podman</c>, or empty for whichever answers first.</summary>
    public string Engine { get; set; } = "";

    /// <inheritdoc />
    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellationToken)
    {
        HashSet<string> wanted = [.. Plans.Where(IsWanted).Select(plan => Path.GetFileNameWithoutExtension(plan.ItemSpec))];
        FailedStep step = FailedStep.Find(PathOf(LogFolder), key => Package.Length == 0 || wanted.Contains(key))
            ?? throw new CosException(ShellDiagnostics.NoFailedStep(Package.Length == 0 ? "any image" : $"the image of {Package}"));
        if (step.Image.Length == 0)
        {
            throw new CosException(ShellDiagnostics.NoImageBefore(step.Key));
        }
        IImageEngine engine = await EngineConnector.ConnectAsync(SearchFor(EngineEndpoint, Engine), cancellationToken).ConfigureAwait(false);
        await using (engine.ConfigureAwait(false))
        {
            EngineInfo info = await engine.GetInfoAsync(cancellationToken).ConfigureAwait(false);
            Log.LogMessage(MessageImportance.High, "  {0} in the image before: {1}", Shell, step.Instruction);
            await RunAsync(info, step.Image, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsWanted(ITaskItem plan)
    {
        string package = plan.GetMetadata("Package");
        return package == Package || package.StartsWith(Package + "@", StringComparison.Ordinal);
    }

    /// <summary>The engine's own command has the terminal: keys, colours and its size.</summary>
    private async System.Threading.Tasks.Task RunAsync(EngineInfo engine, string image, CancellationToken cancellationToken)
    {
        bool isPodman = engine.Name.Equals("Podman", StringComparison.OrdinalIgnoreCase);
        string command = isPodman ? "podman" : "docker";
        string[] address = isPodman ? ["--remote", "--url", engine.Endpoint.Address.ToString()] : ["--host", engine.Endpoint.Address.ToString()];
        string[] terminal = Console.IsInputRedirected ? ["--interactive"] : ["--interactive", "--tty"];
        ProcessStartInfo start = new(command, [.. address, "run", "--rm", .. terminal, "--entrypoint", Shell, image]) { WorkingDirectory = TaskEnvironment.ProjectDirectory };
        start.Environment.Clear();
        foreach ((string name, string value) in EnvironmentVariables())
        {
            start.Environment[name] = value;
        }
        try
        {
            using Process process = Process.Start(start)!;
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            Log.LogMessage(MessageImportance.Low, "{0} ended with {1}", Shell, process.ExitCode);
        }
        catch (Win32Exception exception)
        {
            throw new CosException(ShellDiagnostics.NoCommand(command, image), exception);
        }
    }
}
