using Cos.Device.Boot;
using Cos.Device.Images;
using Cos.Device.Running;
using Cos.Device.Sources;

namespace Cos.Device;

/// <summary><c>cos-upgrade</c>: brings a new system into the place of the active one, which becomes the passive one; or a new recovery system.</summary>
internal sealed class UpgradeCommand
{
    private const string Usage = "usage: cos-upgrade [--no-verify] [--recovery] [--docker-image IMAGE | --directory DIR]";

    private const long DefaultSize = 3240;

    private readonly Machine _machine = new("/");
    private readonly CommandLine _line;
    private readonly DeviceSettings _settings;
    private readonly TextWriter _output;

    private UpgradeCommand(CommandLine line, DeviceSettings settings, TextWriter output)
    {
        _line = line;
        _settings = settings;
        _output = output;
    }

    /// <summary>Runs the command.</summary>
    /// <exception cref="DeviceException">It cannot be done; the system that was there boots as before.</exception>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, CancellationToken cancellationToken)
    {
        CommandLine line = CommandLine.Parse(arguments, ["--no-verify", "--recovery"], ["--docker-image", "--directory"], Usage);
        if (!line.Words.IsEmpty || line.Options.Count > 1)
        {
            throw new DeviceException(Usage);
        }
        Machine machine = new("/");
        if (BootedFrom.Live(machine))
        {
            throw new DeviceException("a live system has nothing to upgrade; cos-installer installs it");
        }
        DeviceSettings settings = await DeviceSettings.ReadAsync(machine, cancellationToken).ConfigureAwait(false);
        using IDisposable turn = await Turn.TakeAsync(cancellationToken).ConfigureAwait(false);
        UpgradeCommand command = new(line, settings, output);
        await (line.Has("--recovery") ? command.UpgradeRecoveryAsync(cancellationToken) : command.UpgradeSystemAsync(cancellationToken)).ConfigureAwait(false);
        return 0;
    }

    private async Task UpgradeSystemAsync(CancellationToken cancellationToken)
    {
        Volume volume = await Volume.OpenAsync(_machine, _settings.StateLabel, writable: true, cancellationToken).ConfigureAwait(false);
        await using (volume.ConfigureAwait(false))
        {
            StatePartition state = new(_machine, volume, _settings);
            ISystemSource Choose(string present) => SourceChoice.Of(_machine, _settings, _line, _settings.UpgradeImage, present, _output);
            await MakeTransitionAsync(state, Choose, "after-upgrade-chroot", requireSystem: true, cancellationToken).ConfigureAwait(false);
            string title = "";
            await ImageFile.UseAsync(_machine, state.Transition, writable: false, folder => Task.FromResult(title = EntryTitle.Of(new Machine(folder), _settings)), cancellationToken).ConfigureAwait(false);
            await Stages.EmitAsync(_machine, "after-upgrade", _output, cancellationToken).ConfigureAwait(false);
            await state.SwitchAsync(cancellationToken).ConfigureAwait(false);
            state.PointAtActive(title);
        }
        RemoveDownloads();
        await _output.WriteLineAsync("upgraded: the next boot starts the new system; the one before stays in the menu as the fallback").ConfigureAwait(false);
    }

    private async Task UpgradeRecoveryAsync(CancellationToken cancellationToken)
    {
        if (BootedFrom.Recovery(_machine))
        {
            throw new DeviceException("the recovery system cannot be upgraded while it runs; boot the active system for that");
        }
        Volume recovery = await Volume.OpenAsync(_machine, _settings.RecoveryLabel, writable: true, cancellationToken).ConfigureAwait(false);
        await using (recovery.ConfigureAwait(false))
        {
            Volume volume = await Volume.OpenAsync(_machine, _settings.StateLabel, writable: true, cancellationToken).ConfigureAwait(false);
            await using (volume.ConfigureAwait(false))
            {
                StatePartition state = new(_machine, volume, _settings);
                try
                {
                    await ReplaceRecoveryAsync(state, new RecoveryPartition(_machine, recovery, _settings), cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    File.Delete(state.Transition);
                }
            }
        }
        RemoveDownloads();
        await _output.WriteLineAsync("upgraded: the recovery system is the new one").ConfigureAwait(false);
    }

    private async Task ReplaceRecoveryAsync(StatePartition state, RecoveryPartition recovery, CancellationToken cancellationToken)
    {
        ISystemSource Choose(string present) => SourceChoice.Of(_machine, _settings, _line, _settings.RecoveryImage, present, _output);
        await MakeTransitionAsync(state, Choose, "after-upgrade-chroot", requireSystem: false, cancellationToken).ConfigureAwait(false);
        await ImageFile.UseAsync(
            _machine, state.Transition, writable: false,
            folder => RecoveryPartition.FindIn(folder) is { } ready
                ? recovery.TakeAsync(ready, cancellationToken)
                : recovery.MakeAsync(folder, state.Transition, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        await Stages.EmitAsync(_machine, "after-upgrade", _output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the new system's image; files that the active one has already are taken from there.</summary>
    private async Task MakeTransitionAsync(
        StatePartition state, Func<string, ISystemSource> choose, string stage, bool requireSystem, CancellationToken cancellationToken)
    {
        bool isThere = File.Exists(state.Active);
        long size = _settings.ImageSize ?? (isThere ? ImageFile.SizeOf(state.Active) : DefaultSize);
        state.Prepare(size);
        SystemImage image = new(_machine, _output) { RequiresSystem = requireSystem };
        Task MakeAsync(string present)
        {
            ISystemSource source = choose(present);
            _output.WriteLine($"making the system from {source.Description}");
            return image.WriteAsync(state.Transition, size, _settings.ActiveLabel, source, stage, cancellationToken);
        }
        try
        {
            await (isThere ? ImageFile.UseAsync(_machine, state.Active, writable: false, MakeAsync, cancellationToken) : MakeAsync("")).ConfigureAwait(false);
        }
        catch (ReuseException failure)
        {
            await _output.WriteLineAsync($"beginning anew: {failure.Message}").ConfigureAwait(false);
            await MakeAsync("").ConfigureAwait(false);
        }
    }

    private void RemoveDownloads()
    {
        string folder = SourceChoice.DownloadsOf(_settings);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
