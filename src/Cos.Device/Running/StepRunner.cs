using Cos.Device.Actions;
using Cos.Sdk.CloudConfig;
using Cos.Sdk.CloudConfig.Actions;

namespace Cos.Device.Running;

/// <summary>Runs a plan. What cannot be done is said, and the next thing is done.</summary>
internal sealed class StepRunner(Machine machine, TextWriter errors)
{
    private readonly ActionRunner _actions = new(machine);

    /// <summary>Runs the steps in their order.</summary>
    /// <returns>Whether all that was to be done was done.</returns>
    public async Task<bool> RunAsync(StagePlan plan, CancellationToken cancellationToken)
    {
        bool done = true;
        foreach (PlannedStep step in plan.Steps)
        {
            if (!NodePattern.Matches(step.Node, HostName()) || !await HoldsAsync(step, cancellationToken).ConfigureAwait(false))
            {
                continue;
            }
            foreach (StepAction action in step.Actions)
            {
                try
                {
                    await _actions.RunAsync(action, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception exception) when (exception is DeviceException or IOException or UnauthorizedAccessException)
                {
                    done = false;
                    string name = step.Name.Length > 0 ? $", step \"{step.Name}\"" : "";
                    await errors.WriteLineAsync($"cos-setup {step.Stage}: {step.Source}{name}: {exception.Message}").ConfigureAwait(false);
                }
            }
        }
        return done;
    }

    private async Task<bool> HoldsAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        try
        {
            return step.Condition.Length == 0 || await Programs.SucceedsAsync(machine, step.Condition, cancellationToken).ConfigureAwait(false);
        }
        catch (DeviceException)
        {
            // Without a shell no condition holds.
            return false;
        }
    }

    private string HostName()
    {
        string name = machine.IsRunning ? machine.ReadText("/proc/sys/kernel/hostname").Trim() : "";
        return name.Length > 0 ? name : machine.ReadText("/etc/hostname").Trim();
    }
}
