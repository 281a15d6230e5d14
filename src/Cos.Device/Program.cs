using Cos.Sdk.Diagnostics;

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
                "installer" => await InstallerCommand.RunAsync(rest, Console.Out, CancellationToken.None).ConfigureAwait(false),
                "upgrade" => await UpgradeCommand.RunAsync(rest, Console.Out, CancellationToken.None).ConfigureAwait(false),
                "reset" => await ResetCommand.RunAsync(rest, Console.Out, CancellationToken.None).ConfigureAwait(false),
                "rebrand" => await RebrandCommand.RunAsync(rest, Console.Out, CancellationToken.None).ConfigureAwait(false),
                _ => Usage(),
            };
        }
        catch (DeviceException failure)
        {
            return Fail(name, failure.Message);
        }
        catch (CosException failure)
        {
            return Fail(name, string.Join("; ", failure.Diagnostics.Select(diagnostic => $"{diagnostic.Code}: {diagnostic.Message}")));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail(name, failure.Message);
        }
    }

    private static int Fail(string name, string message)
    {
        Console.Error.WriteLine($"{Prefix}{name}: {message.ReplaceLineEndings(" ")}");
        return 1;
    }

    private static int Usage()
    {
        Console.Error.WriteLine("""
            usage: cos setup [--root DIR] [--plan] STAGE   runs the cloud-config of a stage, or shows what it would run
                   cos feature list|enable NAME|disable NAME
                   cos installer [--force-efi] [--no-format] [--config URL] [--poweroff] [--tty TTY] [--debug] DEVICE
                   cos upgrade [--no-verify] [--recovery] [--docker-image IMAGE | --directory DIR]
                   cos reset [--reset-persistent]
                   cos rebrand
            Each is also a command of its own: cos-setup, cos-feature, cos-upgrade and so on.
            """);
        return 2;
    }
}
