using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Registry;

/// <summary>Asks a program <c>docker-credential-NAME get</c>: the registry on its input, JSON with name and secret on its output.</summary>
internal static class CredentialHelper
{
    private const int MaxAnswer = 256 << 10;
    private const string TokenUser = "<token>";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>The credential that the helper has; null when it has none.</summary>
    /// <exception cref="CosException">It cannot be started or fails. The message does not quote its output, which may hold secrets.</exception>
    public static async Task<RegistryCredential?> AskAsync(
        string name, string registry, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        string program = "docker-credential-" + name;
        if (name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.')))
        {
            throw new CosException(RegistryDiagnostics.HelperFailed(program, registry, "its name has characters that no program's name has"));
        }
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            string server = registry == "docker.io" ? AuthDocument.DefaultServer : registry;
            (int exit, string answer) = await RunAsync(program, server, environment, limit.Token).ConfigureAwait(false);
            return exit == 0 ? Read(answer)
                : answer.Contains("credentials not found", StringComparison.OrdinalIgnoreCase) ? null
                : throw new CosException(RegistryDiagnostics.HelperFailed(program, registry, $"it ended with status {exit}"));
        }
        catch (Win32Exception exception)
        {
            throw new CosException(RegistryDiagnostics.HelperFailed(program, registry, exception.Message), exception);
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            throw new CosException(RegistryDiagnostics.HelperFailed(program, registry, "its answer is not what helpers answer"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CosException(RegistryDiagnostics.HelperFailed(program, registry, "it did not answer within a minute"));
        }
    }

    private static async Task<(int Exit, string Answer)> RunAsync(
        string program, string server, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(PathOf(program, environment), ["get"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        foreach ((string key, string value) in environment)
        {
            start.Environment[key] = value;
        }
        using Process process = Process.Start(start)!;
        try
        {
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            await process.StandardInput.WriteAsync(server.AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
            char[] buffer = new char[MaxAnswer];
            int length = await process.StandardOutput.ReadBlockAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (length == MaxAnswer)
            {
                throw new IOException();
            }
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return (process.ExitCode, new string(buffer, 0, length));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>The program in the PATH of the build, which need not be that of this process.</summary>
    private static string PathOf(string program, IReadOnlyDictionary<string, string> environment)
    {
        string[] suffixes = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];
        return (environment.GetValueOrDefault("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .SelectMany(folder => suffixes.Select(suffix => Path.Combine(folder, program + suffix)))
            .FirstOrDefault(File.Exists) ?? program;
    }

    private static RegistryCredential? Read(string answer)
    {
        using JsonDocument document = JsonDocument.Parse(answer);
        string user = TextOf(document.RootElement, "Username");
        string secret = TextOf(document.RootElement, "Secret");
        return secret.Length == 0 && user.Length == 0 ? null
            : user == TokenUser ? new RegistryCredential { IdentityToken = secret }
            : new RegistryCredential { UserName = user, Password = secret };
    }

    private static string TextOf(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
