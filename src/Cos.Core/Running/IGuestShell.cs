namespace Cos.Sdk.Running;

/// <summary>Runs commands in a machine.</summary>
public interface IGuestShell
{
    /// <summary>Runs a command in a shell of its own.</summary>
    /// <param name="command">A script for <c>sh</c>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Its status and the first 128 KiB of its output, both streams together.</returns>
    Task<GuestResult> RunAsync(string command, CancellationToken cancellationToken);
}
