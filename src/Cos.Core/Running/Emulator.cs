using System.Collections.Immutable;
using System.Diagnostics;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Running;

/// <summary>QEMU on this host: where it and its firmware are, and whether the processor helps.</summary>
/// <param name="Program">Absolute path of the program.</param>
/// <param name="Accelerated">Whether KVM works for this architecture.</param>
/// <param name="FirmwareCode">Absolute path of UEFI's code; null when none is installed.</param>
/// <param name="FirmwareVariables">Absolute path of the template of UEFI's variables.</param>
public sealed record Emulator(string Program, bool Accelerated, string? FirmwareCode, string? FirmwareVariables)
{
    private const string KvmDevice = "/dev/kvm";

    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(10);

    private static readonly ImmutableArray<(string Architecture, string Program, string Package, string FirmwarePackage)> Known =
    [
        ("amd64", "qemu-system-x86_64", "qemu-system-x86", "ovmf"),
        ("arm64", "qemu-system-aarch64", "qemu-system-arm", "qemu-efi-aarch64"),
    ];

    private static readonly ImmutableArray<(string Architecture, string Code, string Variables)> FirmwareFiles =
    [
        ("amd64", "/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),
        ("amd64", "/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/OVMF/OVMF_VARS.fd"),
        ("amd64", "/usr/share/edk2/ovmf/OVMF_CODE.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd"),
        ("amd64", "/usr/share/edk2/x64/OVMF_CODE.4m.fd", "/usr/share/edk2/x64/OVMF_VARS.4m.fd"),
        ("arm64", "/usr/share/AAVMF/AAVMF_CODE.fd", "/usr/share/AAVMF/AAVMF_VARS.fd"),
    ];

    /// <summary>Finds QEMU and asks it whether KVM works.</summary>
    /// <param name="architecture">OCI name.</param>
    /// <param name="path">The PATH to search.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="CosException">COS8310, COS8311.</exception>
    public static async Task<Emulator> FindAsync(string architecture, string path, CancellationToken cancellationToken)
    {
        (string _, string name, string package, string _) = Known.FirstOrDefault(entry => entry.Architecture == architecture);
        if (name is null)
        {
            throw new CosException(RunningDiagnostics.NoEmulatorFor(architecture));
        }
        string program = path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists) ?? throw new CosException(RunningDiagnostics.EmulatorMissing(name, package));
        (string _, string? code, string? variables) = FirmwareFiles.FirstOrDefault(entry => entry.Architecture == architecture && File.Exists(entry.Code));
        bool accelerated = File.Exists(KvmDevice) && await AskAsync(program, architecture, cancellationToken).ConfigureAwait(false);
        return new Emulator(program, accelerated, code, variables);
    }

    /// <summary>The package that brings UEFI firmware.</summary>
    public static string FirmwarePackage(string architecture) => Known.First(entry => entry.Architecture == architecture).FirmwarePackage;

    /// <summary>A device file says little: it may be forbidden, or there without the processor's help. A processor that is set up says all.</summary>
    private static async Task<bool> AskAsync(string program, string architecture, CancellationToken cancellationToken)
    {
        string[] type = architecture == "arm64" ? ["-machine", "virt"] : [];
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ProbeTime);
        ProcessStartInfo start = new(program, [.. type, "-accel", "kvm", "-cpu", "host", "-m", "32", "-nodefaults", "-display", "none", "-S", "-monitor", "stdio"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        try
        {
            await process.StandardInput.WriteLineAsync("quit".AsMemory(), limit.Token).ConfigureAwait(false);
            process.StandardInput.Close();
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token)).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return process.ExitCode == 0;
        }
        catch (IOException)
        {
            // It ended before it was told to.
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return false;
        }
    }
}
