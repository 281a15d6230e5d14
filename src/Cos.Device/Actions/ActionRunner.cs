using Cos.Device.Running;
using Cos.Sdk.CloudConfig.Actions;

namespace Cos.Device.Actions;

/// <summary>Does one action.</summary>
internal sealed class ActionRunner(Machine machine)
{
    /// <summary>Does it; when it is done already, nothing changes.</summary>
    /// <exception cref="DeviceException">It cannot be done.</exception>
    public Task RunAsync(StepAction action, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case MakeDirectory directory:
                machine.MakeDirectory(directory.Path, directory.Mode, directory.Owner);
                break;
            case WriteFile file:
                machine.WriteFile(file.Path, file.Content.AsSpan(), file.Mode, file.Owner);
                break;
            case SetResolver resolver:
                NetworkFiles.WriteResolver(machine, resolver);
                break;
            case SetHostname host:
                NetworkFiles.WriteHostname(machine, host.Name);
                break;
            case SetKernelParameter parameter:
                SystemFiles.WriteParameter(machine, parameter);
                break;
            case SetTimeServers servers:
                SystemFiles.WriteTimeServers(machine, servers);
                break;
            case SetEnvironment environment:
                SystemFiles.WriteEnvironment(machine, environment);
                break;
            case EnsureEntity entity:
                Accounts.Entities.Ensure(machine, entity.Path, entity.Entity);
                break;
            case DeleteEntity entity:
                Accounts.Entities.Delete(machine, entity.Path, entity.Entity);
                break;
            case EnsureUser user:
                Accounts.Users.Ensure(machine, user);
                break;
            case AuthorizeKeys keys:
                return Accounts.AuthorizedKeys.AddAsync(machine, keys, cancellationToken);
            case RunCommand command:
                return machine.RunAsync("/bin/sh", ["-c", command.Command], cancellationToken);
            case LoadModule module:
                return machine.RunAsync("modprobe", [module.Name], cancellationToken);
            case ManageUnit unit:
                return Units.ManageAsync(machine, unit, cancellationToken);
            case OverrideUnit unit:
                return Units.OverrideAsync(machine, unit, cancellationToken);
            case RunFirstBoot first:
                return machine.RunAsync(
                    "systemd-firstboot", first.Options.Select(option => $"--{option.Key}{(option.Value.Length > 0 ? "=" : "")}{option.Value}"), cancellationToken);
            case Download download:
                return Fetching.DownloadAsync(machine, download, cancellationToken);
            case CloneRepository repository:
                return Fetching.CloneAsync(machine, repository, cancellationToken);
            case FetchUserData source:
                return Metadata.UserData.FetchAsync(machine, source, cancellationToken);
            case LayOutDisk layout:
                return Disks.LayOutAsync(machine, layout, cancellationToken);
            default:
                throw new DeviceException($"{action.GetType().Name} is not known");
        }
        return Task.CompletedTask;
    }
}
