namespace Cos.Device;

/// <summary>One program with the names of several: <c>cos-setup</c> is <c>cos setup</c>.</summary>
internal static class Program
{
    private const string Prefix = "cos-";

    private static async Task<int> Main(string[] arguments)
    {
        string called = Path.GetFileName(Environment.GetCommandLineArgs()[0]);
        (string name, string[] rest) = called.StartsWith(Prefix, StringComparison.Ordinal)
            ? (called[Prefix.Length..], arguments)
            : (arguments.FirstOrDefault() ?? "", arguments.Skip(1).ToArray());
        try
        {
            return name switch
            {
                "setup" => await SetupCommand.RunAsync(rest, Console.Out, Console.Error, CancellationToken.None).ConfigureAwait(false),
                "feature" => FeatureCommand.Run(rest, Console.Out, Console.Error),
                _ => Usage(),
            };
        }
        catch (DeviceException failure)
        {
            await Console.Error.WriteLineAsync($"{Prefix}{name}: {failure.Message}").ConfigureAwait(false);
            return 1;
        }
    }

    private static int Usage()
    {
        Console.Error.WriteLine("""
            usage: cos setup [--root DIR] [--plan] STAGE   runs the cloud-config of a stage, or shows what it would run
                   cos feature list|enable NAME|disable NAME
            Each is also a command of its own: cos-setup, cos-feature.
            """);
        return 2;
    }
}
