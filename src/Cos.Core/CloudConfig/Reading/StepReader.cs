using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Cos.Sdk.CloudConfig.Actions;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.CloudConfig.Reading;

/// <summary>Reads the steps of a stage.</summary>
internal static class StepReader
{
    private delegate IEnumerable<StepAction> KeyReader(ConfigFields step);

    /// <summary>The keys that do something, in the order in which a step does it.</summary>
    private static readonly ImmutableArray<(string Key, KeyReader Read)> Readers =
    [
        ("dns", NetworkKeys.ReadResolver),
        ("downloads", NetworkKeys.ReadDownloads),
        ("git", NetworkKeys.ReadGit),
        ("ensure_entities", AccountKeys.ReadEnsured),
        ("directories", FileKeys.ReadDirectories),
        ("files", FileKeys.ReadFiles),
        ("commands", step => step.Texts("commands").Select(command => new RunCommand(command))),
        ("delete_entities", AccountKeys.ReadDeleted),
        ("hostname", NetworkKeys.ReadHostname),
        ("sysctl", SystemKeys.ReadParameters),
        ("users", AccountKeys.ReadUsers),
        ("authorized_keys", AccountKeys.ReadKeys),
        ("modules", SystemKeys.ReadModules),
        ("timesyncd", SystemKeys.ReadTimeServers),
        ("systemctl", SystemKeys.ReadUnits),
        ("environment", SystemKeys.ReadEnvironment),
        ("systemd_firstboot", SystemKeys.ReadFirstBoot),
        ("datasource", NetworkKeys.ReadDatasource),
        ("layout", DiskKeys.ReadLayout),
    ];

    private static readonly ImmutableArray<string> Known =
        ["name", "if", "node", SystemKeys.EnvironmentFile, .. Readers.Select(reader => reader.Key)];

    /// <summary>Reads the value of a stage.</summary>
    public static ImmutableArray<CloudStep> ReadAll(string stage, YamlNode value, DiagnosticBag diagnostics)
    {
        if (value is not YamlSequence list)
        {
            if (value is not YamlScalar { Kind: YamlScalarKind.Null })
            {
                diagnostics.Add(CloudConfigDiagnostics.StageNotAList(value.Location, stage, value.Describe()));
            }
            return [];
        }
        ImmutableArray<CloudStep>.Builder steps = ImmutableArray.CreateBuilder<CloudStep>(list.Items.Length);
        foreach (YamlNode item in list.Items)
        {
            if (item is YamlMapping mapping)
            {
                steps.Add(Read(mapping, diagnostics));
            }
            else
            {
                diagnostics.Add(CloudConfigDiagnostics.StageNotAList(item.Location, stage, item.Describe()));
            }
        }
        return steps.ToImmutable();
    }

    private static CloudStep Read(YamlMapping mapping, DiagnosticBag diagnostics)
    {
        ConfigFields step = new(mapping, "a step", Known, diagnostics);
        string node = step.Text("node");
        // What a condition would have kept from happening must not happen because it is misspelt.
        bool conditional = IsPattern(step, node) && !step.Misspelt.Any(key => key is "if" or "node");
        ImmutableArray<StepAction> actions = conditional
            ? [.. Readers.Where(reader => step.Has(reader.Key)).SelectMany(reader => reader.Read(step))]
            : [];
        return new CloudStep(step.Text("name"), step.Text("if").Trim(), node, actions);
    }

    private static bool IsPattern(ConfigFields step, string node)
    {
        try
        {
            _ = new Regex(node, RegexOptions.CultureInvariant, NodePattern.Timeout);
            return true;
        }
        catch (ArgumentException)
        {
            step.Diagnostics.Add(CloudConfigDiagnostics.InvalidNode(step.LocationOf("node"), node));
            return false;
        }
    }
}
