namespace Cos.Device.Running;

/// <summary>Emits stages as <c>cos-setup</c> does.</summary>
internal static class Stages
{
    /// <summary>Runs a stage in a system. What a step cannot do is said, as at boot, and ends nothing.</summary>
    public static Task EmitAsync(Machine system, string stage, TextWriter output, CancellationToken cancellationToken) =>
        SetupCommand.RunAsync(["--root", system.Root, stage], output, Console.Error, cancellationToken);
}
