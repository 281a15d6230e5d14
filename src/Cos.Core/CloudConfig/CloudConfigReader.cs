using System.Collections.Immutable;
using Cos.Sdk.CloudConfig.Reading;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.CloudConfig;

/// <summary>
/// Reads cloud-config files: stages with steps, or cloud-init's format after a first line <c>#cloud-config</c>. The build and the device read
/// with it; what has an error is reported and left out, the rest is kept, so that a device does what it can.
/// </summary>
internal static class CloudConfigReader
{
    private const string CloudInitHeader = "#cloud-config";

    private static readonly ImmutableArray<string> Keys = ["name", "stages"];

    /// <summary>Reads a file; null when it cannot be read at all.</summary>
    public static CloudConfigFile? ReadFile(string file, DiagnosticBag diagnostics) =>
        YamlText.ReadFile(file, diagnostics, YamlLimits.Default) is { } text ? Read(text, file, diagnostics) : null;

    /// <summary>Reads a text; null when it is no YAML with keys.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">Where it is from, for messages.</param>
    /// <param name="diagnostics">Takes what is wrong with it.</param>
    public static CloudConfigFile? Read(string text, string file, DiagnosticBag diagnostics)
    {
        YamlNode? root = YamlReader.Read(text, file, diagnostics);
        switch (root)
        {
            case null:
                return null;
            case YamlScalar { Kind: YamlScalarKind.Null }:
                return new CloudConfigFile("", []);
            case YamlMapping mapping:
                return IsCloudInit(text) ? CloudInitReader.Read(mapping, diagnostics) : Read(mapping, diagnostics);
            default:
                diagnostics.Add(CloudConfigDiagnostics.NotAMapping(root.Location, root.Describe()));
                return null;
        }
    }

    /// <summary>Reads a mapping with <c>stages</c>.</summary>
    public static CloudConfigFile Read(YamlMapping mapping, DiagnosticBag diagnostics)
    {
        ConfigFields fields = new(mapping, "a cloud-config file", Keys, diagnostics);
        ImmutableArray<CloudStage>.Builder stages = ImmutableArray.CreateBuilder<CloudStage>();
        if (fields.Mapping("stages") is { } list)
        {
            foreach (YamlEntry stage in list.Entries)
            {
                string name = stage.Key.Text;
                if (StageNames.FindMeant(name) is { } meant)
                {
                    diagnostics.Add(CloudConfigDiagnostics.UnusualStage(stage.Key.Location, name, meant));
                }
                stages.Add(new CloudStage(name, StepReader.ReadAll(name, stage.Value, diagnostics)));
            }
        }
        return new CloudConfigFile(fields.Text("name"), stages.ToImmutable());
    }

    private static bool IsCloudInit(string text)
    {
        ReadOnlySpan<char> first = text.AsSpan();
        int end = first.IndexOf('\n');
        return (end < 0 ? first : first[..end]).TrimEnd().SequenceEqual(CloudInitHeader);
    }
}
