using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Trees;

/// <summary>Renders the build files of a tree's packages with values and reads what they say. Safe to use from several threads.</summary>
/// <param name="tree">Gives the shared templates.</param>
/// <param name="values">The merged values files; they win over the definitions.</param>
/// <param name="options">Of the template engine; <see cref="TreeTemplates.CreateOptions"/> when null.</param>
/// <param name="reads">Gets which of the values the templates look at; null when nobody asks.</param>
internal sealed class BuildSpecReader(
    PackageTree tree, IReadOnlyDictionary<string, object?> values, TemplateOptions? options = null, ValueReads? reads = null)
{
    private readonly TemplateEngine _engine = new(options ?? TreeTemplates.CreateOptions());

    /// <summary>What a package's build file says; null when it has none, or after an error that was reported.</summary>
    public BuildSpec? Read(Package package, DiagnosticBag diagnostics, CancellationToken cancellationToken = default)
    {
        if (package.Kind == PackageKind.Dockerfile)
        {
            return DockerfileReader.Read(package.DefinitionFile, diagnostics);
        }
        if (package.BuildFile is null || Render(package.BuildFile, package, diagnostics, cancellationToken) is not { } rendered)
        {
            return null;
        }
        DiagnosticBag own = [];
        BuildSpec? spec = BuildSpecParser.Parse(rendered.Text, rendered.Locate, own);
        diagnostics.AddRange(own);
        return own.HasErrors ? null : spec;
    }

    /// <summary>The text of a package's build file after rendering; null when it has none, or after an error that was reported.</summary>
    public RenderedText? Render(Package package, DiagnosticBag diagnostics, CancellationToken cancellationToken = default) =>
        package.BuildFile is null ? null : Render(package.BuildFile, package, diagnostics, cancellationToken);

    private RenderedText? Render(string file, Package package, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        if (YamlText.ReadFile(file, diagnostics, YamlLimits.Default) is not { } text)
        {
            return null;
        }
        IReadOnlyDictionary<string, object?> merged = ValuesMerger.Merge(package.Definition.Values, values);
        Dictionary<string, object?> root = new(StringComparer.Ordinal) { ["Values"] = reads is null ? merged : new WatchedValues(merged, reads) };
        try
        {
            return _engine.Render(tree.Templates, new TemplateSource(file, text), root, diagnostics, cancellationToken);
        }
        catch (CosException exception)
        {
            diagnostics.AddRange(exception.Diagnostics);
            return null;
        }
    }
}
