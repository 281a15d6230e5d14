using Cos.Device.Running;
using Cos.Sdk.CloudConfig;
using Cos.Sdk.Diagnostics;

namespace Cos.Device;

/// <summary><c>cos-setup STAGE</c>: runs what the cloud-config of the system says for a stage.</summary>
internal static class SetupCommand
{
    /// <summary>Runs the command.</summary>
    /// <param name="arguments"><c>[--root DIR] [--plan] [--cmdline FILE] STAGE [FILE-OR-FOLDER…]</c>; paths lie in the root.</param>
    /// <param name="output">Takes the plan.</param>
    /// <param name="errors">Takes what was wrong, a line each.</param>
    /// <param name="cancellationToken">Ends it between actions.</param>
    /// <returns>0, or 1 when something could not be read or done; the rest is done all the same.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        SetupOptions options = SetupOptions.Parse(arguments);
        Machine machine = new(options.Root);
        DiagnosticBag diagnostics = [];
        KernelArguments kernel = KernelArguments.Read(ReadCommandLine(options), diagnostics);
        kernel = kernel with { Source = await SetupSource.FetchAsync(kernel.Source, machine, errors, cancellationToken).ConfigureAwait(false) };
        IEnumerable<string> folders = options.Sources.Length > 0 ? options.Sources : ConfigSources.Folders;
        StagePlan plan = StagePlan.Create(options.Stage, ConfigSources.Read(options.Root, folders, kernel, diagnostics));
        foreach (Diagnostic diagnostic in diagnostics)
        {
            await errors.WriteLineAsync(diagnostic.ToString()).ConfigureAwait(false);
        }
        if (options.PlanOnly)
        {
            await output.WriteAsync(StagePlanJson.Write(plan)).ConfigureAwait(false);
            return diagnostics.HasErrors ? 1 : 0;
        }
        bool done = await new StepRunner(machine, errors).RunAsync(plan, cancellationToken).ConfigureAwait(false);
        return done && !diagnostics.HasErrors ? 0 : 1;
    }

    private static string ReadCommandLine(SetupOptions options)
    {
        string file = Path.Join(options.Root, options.CommandLineFile);
        return File.Exists(file) ? File.ReadAllText(file) : "";
    }
}
