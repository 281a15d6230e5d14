using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Trees;

/// <summary>Renders and reads <c>finalize.yaml</c>: with the definition's values alone, without values files and shared templates.</summary>
internal sealed class FinalizeReader(TemplateOptions? options = null)
{
    private const string InstallKey = "install";

    private const string UninstallKey = "uninstall";

    private const string ShellKey = "shell";

    private readonly TemplateEngine _engine = new(options ?? TreeTemplates.CreateOptions());

    /// <summary>The keys of the file.</summary>
    public static ImmutableArray<string> Keys { get; } = [InstallKey, UninstallKey, ShellKey];

    /// <summary>What a package's file says; null when it has none, or after an error that was reported.</summary>
    public FinalizeSpec? Read(Package package, DiagnosticBag diagnostics, CancellationToken cancellationToken = default) =>
        package.FinalizeFile is { } file && YamlText.ReadFile(file, diagnostics, YamlLimits.Default) is { } text
            ? Read(file, text, package.Definition, diagnostics, cancellationToken)
            : null;

    /// <summary>What a text says; null after an error that was reported.</summary>
    public FinalizeSpec? Read(string file, string text, PackageDefinition definition, DiagnosticBag diagnostics, CancellationToken cancellationToken = default)
    {
        Dictionary<string, object?> root = new(StringComparer.Ordinal) { ["Values"] = definition.Values };
        DiagnosticBag own = [];
        FinalizeSpec? spec = null;
        try
        {
            RenderedText rendered = _engine.Render([], new TemplateSource(file, text), root, own, cancellationToken);
            spec = Parse(YamlReader.Read(rendered.Text, rendered.Locate, own), own);
        }
        catch (CosException exception)
        {
            own.AddRange(exception.Diagnostics);
        }
        diagnostics.AddRange(own);
        return own.HasErrors ? null : spec;
    }

    private static FinalizeSpec? Parse(YamlNode? root, DiagnosticBag diagnostics)
    {
        switch (root)
        {
            case null:
                return null;
            case YamlScalar { Kind: YamlScalarKind.Null }:
                return new FinalizeSpec();
            case YamlMapping mapping:
                FieldReader fields = new(mapping, diagnostics);
                fields.WarnOfUnknownKeys(Keys, "finalize.yaml");
                ImmutableArray<string> shell = [.. fields.ReadValueTexts(ShellKey).Select(item => item.Text)];
                FinalizeSpec spec = new() { Install = ReadCommands(fields, InstallKey), Uninstall = ReadCommands(fields, UninstallKey) };
                return shell.IsEmpty ? spec : spec with { Shell = shell };
            default:
                diagnostics.Add(TreeDiagnostics.NotAMapping(root.Location, root.Describe()));
                return null;
        }
    }

    private static ImmutableArray<Step> ReadCommands(FieldReader fields, string key) =>
        [.. fields.ReadValueTexts(key).Select(item => new Step(item.Text.TrimEnd('\n', '\r'), item.Location))];
}
