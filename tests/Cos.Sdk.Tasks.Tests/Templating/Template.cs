using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating;

namespace Cos.Sdk.Tests.Templating;

/// <summary>Renders templates for tests.</summary>
internal static class Template
{
    public const string FileName = "/tree/app/build.yaml";

    public static RenderedText Render(string template, object? values = null, TemplateOptions? options = null, DiagnosticBag? diagnostics = null) =>
        RenderShared([], template, values, options, diagnostics);

    public static RenderedText RenderShared(
        IReadOnlyList<TemplateSource> shared, string template, object? values = null, TemplateOptions? options = null, DiagnosticBag? diagnostics = null)
    {
        Dictionary<string, object?> root = new() { ["Values"] = values };
        TemplateEngine engine = new(options ?? TemplateRow.Options);
        return engine.Render(shared, new TemplateSource(FileName, template), root, diagnostics ?? [], TestContext.Current.CancellationToken);
    }

    /// <summary>The one diagnostic of a template that fails.</summary>
    public static Diagnostic Fail(string template, object? values = null, TemplateOptions? options = null) =>
        Assert.Single(Assert.Throws<CosException>(() => Render(template, values, options)).Diagnostics);
}
