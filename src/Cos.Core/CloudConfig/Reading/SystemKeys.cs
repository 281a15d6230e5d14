using System.Collections.Immutable;
using Cos.Sdk.CloudConfig.Actions;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;

namespace Cos.Sdk.CloudConfig.Reading;

/// <summary>Reads <c>sysctl</c>, <c>modules</c>, <c>timesyncd</c>, <c>systemctl</c>, <c>environment</c> and <c>systemd_firstboot</c>.</summary>
internal static class SystemKeys
{
    public const string EnvironmentFile = "environment_file";

    private static readonly ImmutableArray<string> TimeSettings =
    [
        "NTP", "FallbackNTP", "RootDistanceMaxSec", "PollIntervalMinSec", "PollIntervalMaxSec", "ConnectionRetrySec", "SaveIntervalSec",
    ];

    private static readonly ImmutableArray<string> FirstBootOptions =
    [
        "locale", "locale-messages", "keymap", "timezone", "hostname", "machine-id", "root-password", "root-password-file",
        "root-password-hashed", "root-shell", "kernel-command-line", "setup-machine-id", "copy-locale", "copy-keymap", "copy-timezone",
        "copy-root-password", "copy-root-shell", "copy", "force", "delete-root-password",
    ];

    private static readonly ImmutableArray<string> Operations = ["enable", "disable", "start", "mask"];

    public static IEnumerable<StepAction> ReadParameters(ConfigFields step) => step.TextMap("sysctl")
        .Where(item => IsValid(step, "sysctl", item.Key, item.Location, Rules.IsParameter, Rules.Parameter))
        .Select(item => new SetKernelParameter(item.Key, item.Value));

    public static IEnumerable<StepAction> ReadModules(ConfigFields step) => step.LocatedTexts("modules")
        .Where(item => IsValid(step, "modules", item.Text, item.Location, Rules.IsModule, Rules.ModuleName))
        .Select(item => new LoadModule(item.Text));

    public static IEnumerable<StepAction> ReadTimeServers(ConfigFields step)
    {
        yield return new SetTimeServers(Settings(step, "timesyncd", TimeSettings, key => key));
    }

    public static IEnumerable<StepAction> ReadFirstBoot(ConfigFields step)
    {
        yield return new RunFirstBoot(
            Settings(step, "systemd_firstboot", FirstBootOptions, key => key.TrimStart('-').Replace('_', '-').ToLowerInvariant()));
    }

    public static IEnumerable<StepAction> ReadEnvironment(ConfigFields step)
    {
        if (step.PathOr(EnvironmentFile, "/etc/environment") is { } path)
        {
            yield return new SetEnvironment(path, ToMap(step.TextMap("environment")
                .Where(item => IsValid(step, "environment", item.Key, item.Location, Rules.IsVariable, Rules.Variable))
                .Where(item => IsValid(step, "environment", item.Value, item.Location, value => !value.Contains('\n', StringComparison.Ordinal), "one line"))
                .Select(item => (item.Key, item.Value))));
        }
    }

    public static IEnumerable<StepAction> ReadUnits(ConfigFields step)
    {
        if (step.Section("systemctl", [.. Operations, "override"]) is not { } units)
        {
            yield break;
        }
        foreach (ConfigFields entry in units.Entries("override", ["service", "name", "content"]))
        {
            if (entry.Require("service") is { } service && entry.Checked("service", service, Rules.IsUnit, Rules.UnitName) is not null)
            {
                string name = entry.Text("name") is { Length: > 0 } given ? given : "override.conf";
                if (entry.Checked("name", name, Rules.IsUnit, "the name of a file") is not null)
                {
                    yield return new OverrideUnit(WithSuffix(service), name.EndsWith(".conf", StringComparison.Ordinal) ? name : name + ".conf", entry.Text("content"));
                }
            }
        }
        foreach (string operation in Operations)
        {
            foreach ((string unit, SourceLocation location) in units.LocatedTexts(operation))
            {
                if (IsValid(units, operation, unit, location, Rules.IsUnit, Rules.UnitName))
                {
                    yield return new ManageUnit(operation, WithSuffix(unit));
                }
            }
        }
    }

    private static string WithSuffix(string unit) => unit.Contains('.', StringComparison.Ordinal) ? unit : unit + ".service";

    private static bool IsValid(ConfigFields fields, string key, string text, SourceLocation location, Func<string, bool> rule, string expected)
    {
        if (rule(text))
        {
            return true;
        }
        fields.Diagnostics.Add(CloudConfigDiagnostics.InvalidValue(location, text, key, expected));
        return false;
    }

    private static ImmutableSortedDictionary<string, string> Settings(
        ConfigFields step, string key, ImmutableArray<string> known, Func<string, string> normalize)
    {
        List<(string, string)> settings = [];
        foreach ((string written, string value, SourceLocation location) in step.TextMap(key))
        {
            string name = normalize(written);
            if (known.Contains(name) && !value.Contains('\n', StringComparison.Ordinal))
            {
                settings.Add((name, value));
                continue;
            }
            step.Diagnostics.Add(
                known.Contains(name) ? CloudConfigDiagnostics.InvalidValue(location, value, written, "one line")
                : Spelling.FindNearest(name, known) is { } near ? CloudConfigDiagnostics.MisspeltKey(location, written, key, near)
                : CloudConfigDiagnostics.UnknownKey(location, written, key, string.Join(", ", known)));
        }
        return ToMap(settings);
    }

    private static ImmutableSortedDictionary<string, string> ToMap(IEnumerable<(string Key, string Value)> items)
    {
        ImmutableSortedDictionary<string, string>.Builder map = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in items)
        {
            map[key] = value;
        }
        return map.ToImmutable();
    }
}
