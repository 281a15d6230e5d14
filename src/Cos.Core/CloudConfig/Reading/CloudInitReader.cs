using System.Collections.Immutable;
using Cos.Sdk.CloudConfig.Actions;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.CloudConfig.Reading;

/// <summary>Reads the part of cloud-init's format that is supported, as two steps of the stage <c>boot</c>: the system, then commands.</summary>
internal static class CloudInitReader
{
    private const string Place = "the supported part of #cloud-config";

    private const string DefaultUser = "default";

    private static readonly ImmutableArray<string> Keys = ["users", "ssh_authorized_keys", "runcmd", "hostname", "write_files"];

    private static readonly ImmutableArray<string> FileFields = ["path", "content", "encoding", "permissions", "owner"];

    /// <summary>Reads the file's mapping.</summary>
    public static CloudConfigFile Read(YamlMapping mapping, DiagnosticBag diagnostics)
    {
        ConfigFields fields = new(mapping, Place, Keys, diagnostics);
        ImmutableArray<StepAction> system =
        [
            .. ReadFiles(fields),
            .. fields.Has("hostname") ? NetworkKeys.ReadHostname(fields) : [],
            .. ReadUsers(fields),
        ];
        ImmutableArray<StepAction> commands = [.. ReadCommands(fields)];
        ImmutableArray<CloudStep> steps =
        [
            .. system.IsEmpty ? ImmutableArray<CloudStep>.Empty : [new CloudStep("cloud-config: system", "", "", system)],
            .. commands.IsEmpty ? ImmutableArray<CloudStep>.Empty : [new CloudStep("cloud-config: runcmd", "", "", commands)],
        ];
        return new CloudConfigFile("", steps.IsEmpty ? [] : [new CloudStage("boot", steps)]);
    }

    private static IEnumerable<StepAction> ReadFiles(ConfigFields fields)
    {
        foreach (ConfigFields entry in fields.Entries("write_files", FileFields))
        {
            string owner = entry.Text("owner");
            if (entry.RequirePath("path") is { } path
                && entry.Mode("permissions", FileKeys.DefaultFileMode) is { } mode
                && (owner.Length == 0 ? FileOwner.None : entry.OwnerOf("owner", owner)) is { } whose
                && ContentReader.Read(entry) is { } content)
            {
                yield return new WriteFile(path, content, mode, whose);
            }
        }
    }

    /// <summary>Users; keys at the top belong to the first of them, or to root where there is none.</summary>
    private static IEnumerable<StepAction> ReadUsers(ConfigFields fields)
    {
        string? first = null;
        foreach (YamlNode item in (fields.Find("users") as YamlSequence)?.Items ?? Wrong(fields))
        {
            if (item is YamlScalar { Text: DefaultUser })
            {
                continue;
            }
            if (item is not YamlMapping mapping)
            {
                fields.Diagnostics.Add(CloudConfigDiagnostics.InvalidValue(item.Location, item.Describe(), "users", "a list of mappings with 'name'"));
                continue;
            }
            ConfigFields user = new(mapping, "an entry of users", ["name", .. AccountKeys.UserFields], fields.Diagnostics);
            if (user.Require("name") is { } name && user.Checked("name", name, Rules.IsAccount, Rules.Account) is not null)
            {
                first ??= name;
                foreach (StepAction action in AccountKeys.ReadUser(name, user, GroupsOf(user)))
                {
                    yield return action;
                }
            }
        }
        if (AccountKeys.KeysOf(fields.LocatedTexts("ssh_authorized_keys"), "ssh_authorized_keys", fields.Diagnostics) is { IsEmpty: false } keys)
        {
            yield return new AuthorizeKeys(first ?? "root", keys);
        }
    }

    private static ImmutableArray<YamlNode> Wrong(ConfigFields fields)
    {
        if (fields.Find("users") is { } other)
        {
            fields.Diagnostics.Add(CloudConfigDiagnostics.InvalidValue(other.Location, other.Describe(), "users", "a list of mappings with 'name'"));
        }
        return [];
    }

    /// <summary>A list, or a text with commas.</summary>
    private static ImmutableArray<string> GroupsOf(ConfigFields user) => user.Find("groups") is YamlScalar scalar
        ? [.. scalar.ValueText.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)]
        : user.Texts("groups");

    /// <summary>Command lines; a list is one command with its arguments.</summary>
    private static IEnumerable<StepAction> ReadCommands(ConfigFields fields)
    {
        switch (fields.Find("runcmd"))
        {
            case null:
                break;
            case YamlSequence list:
                foreach (YamlNode item in list.Items)
                {
                    switch (item)
                    {
                        case YamlScalar { Kind: not YamlScalarKind.Null } line:
                            yield return new RunCommand(line.ValueText);
                            break;
                        case YamlSequence { Items: var words } when words.All(word => word is YamlScalar):
                            yield return new RunCommand(string.Join(' ', words.Cast<YamlScalar>().Select(word => Quote(word.ValueText))));
                            break;
                        default:
                            fields.Diagnostics.Add(CloudConfigDiagnostics.InvalidValue(item.Location, item.Describe(), "runcmd", "a list of commands"));
                            break;
                    }
                }
                break;
            case var other:
                fields.Diagnostics.Add(CloudConfigDiagnostics.InvalidValue(other.Location, other.Describe(), "runcmd", "a list of commands"));
                break;
        }
    }

    private static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "_-./=:,@%+".Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
