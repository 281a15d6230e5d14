using System.Collections.Immutable;
using System.Text;
using Cos.Sdk.CloudConfig;
using Cos.Sdk.CloudConfig.Reading;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Settings;

/// <summary>Turns settings into the files that the running system reads. Everything is checked with the device's reader.</summary>
internal static class SettingsFiles
{
    private const string OemFolder = "/system/oem/";

    private const int MaxFile = 512 << 10;

    /// <summary>The files, in an order that depends on the settings alone.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="projectFile">Where they are written, for messages.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    public static ImmutableArray<GeneratedFile> Create(SystemSettings settings, string projectFile, DiagnosticBag diagnostics)
    {
        SourceLocation project = new(projectFile);
        List<GeneratedFile> files = [];
        if (!settings.Upgrades.IsEmpty)
        {
            files.Add(Config(UpgradeConfig.Path, UpgradeConfig.Write(settings.Upgrades)));
        }
        if (settings.Hostname.Length > 0 || !settings.Users.IsEmpty)
        {
            files.Add(Config(AccountConfig.Path, AccountConfig.Write(settings)));
        }
        files.AddRange(settings.Oem.Select(file => ReadOem(file, diagnostics)).OfType<GeneratedFile>());
        files.AddRange(settings.Files.Select(file => ReadFile(file, project, diagnostics)).OfType<GeneratedFile>());
        foreach (IGrouping<string, GeneratedFile> twice in files.GroupBy(file => file.Path).Where(group => group.Count() > 1))
        {
            diagnostics.Add(SettingsDiagnostics.SamePath(project, twice.Key));
        }
        if (!settings.KernelArguments.IsEmpty)
        {
            files.Add(Text(BootArguments.Path, BootArguments.Write(settings.KernelArguments)) with { Append = true });
        }
        return [.. files];

        GeneratedFile Config(string path, string text)
        {
            DiagnosticBag found = [];
            CloudConfigReader.Read(text, projectFile, found);
            foreach (Diagnostic diagnostic in found)
            {
                // The place in the generated text says nothing to whoever wrote the project.
                diagnostics.Add(diagnostic with { Location = project });
            }
            return Text(path, text);
        }
    }

    private static GeneratedFile Text(string path, string text) => new(path, [.. Encoding.UTF8.GetBytes(text)]);

    private static GeneratedFile? ReadOem(string file, DiagnosticBag diagnostics)
    {
        if (YamlText.ReadFile(file, diagnostics, YamlLimits.Default) is not { } text)
        {
            return null;
        }
        CloudConfigReader.Read(text, file, diagnostics);
        string name = Path.GetFileName(file);
        if (!name.EndsWith(".yaml", StringComparison.Ordinal) && !name.EndsWith(".yml", StringComparison.Ordinal))
        {
            diagnostics.Add(SettingsDiagnostics.OemName(new SourceLocation(file), name));
        }
        return Text(OemFolder + name, text);
    }

    private static GeneratedFile? ReadFile(SystemFile file, SourceLocation project, DiagnosticBag diagnostics)
    {
        string mode = file.Permissions.Length == 0 ? "0644" : file.Permissions.PadLeft(4, '0');
        string owner = file.Owner.Length == 0 ? "root:root" : file.Owner;
        FileInfo source = new(file.Source);
        Diagnostic? wrong =
            !Rules.IsAbsolutePath(file.TargetPath) || file.TargetPath.EndsWith('/') ? SettingsDiagnostics.InvalidSetting(project, file.TargetPath, $"TargetPath of {file.Source}", Rules.AbsolutePath)
            : mode.Length > 4 || mode.Any(digit => digit is < '0' or > '7') ? SettingsDiagnostics.InvalidSetting(project, file.Permissions, $"Permissions of {file.Source}", "octal digits such as 0644")
            : !owner.Split(':').All(Rules.IsAccountOrNumber) || owner.Count(letter => letter == ':') > 1 ? SettingsDiagnostics.InvalidSetting(project, owner, $"Owner of {file.Source}", "user:group")
            : !source.Exists ? TreeDiagnostics.FileMissing(new SourceLocation(file.Source))
            : source.Length > MaxFile ? SettingsDiagnostics.FileTooLarge(new SourceLocation(file.Source), MaxFile >> 10)
            : null;
        if (wrong is not null)
        {
            diagnostics.Add(wrong);
            return null;
        }
        return new GeneratedFile(file.TargetPath, [.. File.ReadAllBytes(file.Source)], mode, owner);
    }
}
