using Cos.Device.Boot;
using Cos.Device.Images;
using Cos.Device.Running;
using Cos.Device.Sources;
using Cos.Sdk.CloudConfig;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Disks;

namespace Cos.Device;

/// <summary><c>cos-installer</c>: installs the system that runs on a disk.</summary>
internal sealed class InstallerCommand
{
    private const string LiveRoot = "/run/rootfsbase";

    private const string LiveMedium = "/run/initramfs/live";

    private const string ConfigFile = "99_custom.yaml";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Machine _machine = new("/");
    private readonly InstallerOptions _options;
    private readonly DeviceSettings _settings;
    private readonly TextWriter _output;

    private InstallerCommand(InstallerOptions options, DeviceSettings settings, TextWriter output)
    {
        _options = options;
        _settings = settings;
        _output = output;
    }

    /// <summary>Runs the command. What can be wrong is looked at before the disk is touched.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, CancellationToken cancellationToken)
    {
        InstallerOptions options = InstallerOptions.Parse(arguments);
        Programs.Trace = options.Debugs ? Console.Error : null;
        DeviceSettings settings = await DeviceSettings.ReadAsync(new Machine("/"), cancellationToken).ConfigureAwait(false);
        using IDisposable turn = await Turn.TakeAsync(cancellationToken).ConfigureAwait(false);
        InstallerCommand command = new(options, settings, output);
        await command.InstallAsync(cancellationToken).ConfigureAwait(false);
        if (options.PowersOff)
        {
            await new Machine("/").RunAsync("systemctl", ["--no-block", "poweroff"], cancellationToken).ConfigureAwait(false);
        }
        return 0;
    }

    private async Task InstallAsync(CancellationToken cancellationToken)
    {
        Machine system = new(MountTable.IsMountPoint(LiveRoot) ? LiveRoot : "/");
        RequireBootLoader(system);
        InstallationDisk disk = new(_machine, _options.Device, _settings);
        disk.Require();
        byte[] config = await FetchConfigAsync(cancellationToken).ConfigureAwait(false);
        DiskSizes sizes = _options.Formats ? disk.Measure() : new DiskSizes { Image = (int)(_settings.ImageSize ?? new DiskSizes().Image) };
        if (_options.Formats)
        {
            await _output.WriteLineAsync($"formatting {_options.Device}").ConfigureAwait(false);
            await disk.FormatAsync(sizes, cancellationToken).ConfigureAwait(false);
        }
        await WriteConfigAsync(config, cancellationToken).ConfigureAwait(false);
        await WriteSystemsAsync(system, sizes.Image, cancellationToken).ConfigureAwait(false);
        await disk.MakeBootableAsync(system, cancellationToken).ConfigureAwait(false);
        await Stages.EmitAsync(_machine, "after-install", _output, cancellationToken).ConfigureAwait(false);
        await _output.WriteLineAsync($"installed on {_options.Device}").ConfigureAwait(false);
    }

    private static void RequireBootLoader(Machine system)
    {
        string[] files = [DiskFiles.SystemBootImage, DiskFiles.SystemCoreImage, DiskFiles.SystemEfiLoader, DiskFiles.SystemMenu];
        if (files.FirstOrDefault(file => !File.Exists(system.PathOf(file))) is { } missing)
        {
            throw new DeviceException($"this system has no /{missing}, so it cannot make a disk boot; build it on the tree cos");
        }
    }

    /// <summary>The machine's cloud-config, checked; empty for none.</summary>
    private async Task<byte[]> FetchConfigAsync(CancellationToken cancellationToken)
    {
        if (_options.Config.Length == 0)
        {
            return [];
        }
        bool isAddress = Uri.TryCreate(_options.Config, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https";
        string path = address is { IsFile: true } ? address.LocalPath : _options.Config;
        byte[] content = isAddress ? await Web.ReadAsync(address!, Timeout, [], cancellationToken).ConfigureAwait(false)
            : File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)
            : throw new DeviceException($"--config: there is no {path}");
        DiagnosticBag diagnostics = [];
        CloudConfigReader.Read(System.Text.Encoding.UTF8.GetString(content), _options.Config, diagnostics);
        diagnostics.ThrowIfErrors();
        return content;
    }

    private async Task WriteConfigAsync(byte[] config, CancellationToken cancellationToken)
    {
        if (config.Length == 0)
        {
            return;
        }
        Volume oem = await Volume.OpenAsync(_machine, _settings.OemLabel, writable: true, cancellationToken).ConfigureAwait(false);
        await using (oem.ConfigureAwait(false))
        {
            new Machine(oem.Folder).WriteFile(ConfigFile, config, "0600", null);
        }
    }

    private async Task WriteSystemsAsync(Machine system, long size, CancellationToken cancellationToken)
    {
        Volume volume = await Volume.OpenAsync(_machine, _settings.StateLabel, writable: true, cancellationToken).ConfigureAwait(false);
        await using (volume.ConfigureAwait(false))
        {
            StatePartition state = new(_machine, volume, _settings);
            state.Prepare(size);
            BootMenu.Write(system, state);
            FolderSource source = new(_machine, system.Root);
            await _output.WriteLineAsync("writing the system").ConfigureAwait(false);
            await new SystemImage(_machine, _output).WriteAsync(state.Transition, size, _settings.ActiveLabel, source, "after-install-chroot", cancellationToken).ConfigureAwait(false);
            state.PlaceActive();
            await WriteRecoveryAsync(state, cancellationToken).ConfigureAwait(false);
            await state.CopyToPassiveAsync(cancellationToken).ConfigureAwait(false);
            state.PointAtActive(EntryTitle.Of(system, _settings));
            EnvironmentFile.Set(state.Environment, ("extra_cmdline", _options.Console));
        }
    }

    /// <summary>The medium's own recovery image, else one of the system that was installed.</summary>
    private async Task WriteRecoveryAsync(StatePartition state, CancellationToken cancellationToken)
    {
        await _output.WriteLineAsync("writing the recovery system").ConfigureAwait(false);
        Volume volume = await Volume.OpenAsync(_machine, _settings.RecoveryLabel, writable: true, cancellationToken).ConfigureAwait(false);
        await using (volume.ConfigureAwait(false))
        {
            RecoveryPartition recovery = new(_machine, volume, _settings);
            await (RecoveryPartition.FindIn(LiveMedium) is { } ready
                ? recovery.TakeAsync(ready, cancellationToken)
                : ImageFile.UseAsync(_machine, state.Active, writable: false, folder => recovery.MakeAsync(folder, state.Active, cancellationToken), cancellationToken)).ConfigureAwait(false);
        }
    }
}
