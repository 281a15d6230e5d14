using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating.Functions;
using Cos.Sdk.Templating.Runtime;
using Cos.Sdk.Templating.Syntax;

namespace Cos.Sdk.Templating;

/// <summary>
/// The template language of package trees: Go's <c>text/template</c> with the text functions of sprig and those that Helm made common.
/// </summary>
/// <remarks>Immutable and thread-safe. A result depends on the arguments and options alone.</remarks>
internal sealed class TemplateEngine(TemplateOptions options)
{
    private readonly PreludeCache _cache = new(FunctionLibrary.Names);

    /// <summary>Renders a template.</summary>
    /// <param name="shared">
    /// Files that are glued in front, in order: what they define is known, what they print comes first. Give the same sources
    /// each time: then they are parsed only once.
    /// </param>
    /// <param name="main">The template.</param>
    /// <param name="root">
    /// What the dot is at first: null, bool, long, ulong, double, string, dates, lists and dictionaries of those, and <see cref="WatchedValues"/>. Never changed.
    /// </param>
    /// <param name="diagnostics">Gets a warning for each place that prints an absent value.</param>
    /// <param name="cancellationToken">Ends the rendering early.</param>
    /// <exception cref="CosException">The template is wrong, failed, or did more than the options allow.</exception>
    public RenderedText Render(
        IReadOnlyList<TemplateSource> shared,
        TemplateSource main,
        object? root,
        DiagnosticBag diagnostics,
        CancellationToken cancellationToken)
    {
        ParsedTemplate template = _cache.Parse(shared, main);
        RenderContext context = new(template.Source, options, diagnostics, cancellationToken);
        (string text, List<OutputSegment> segments) = Evaluator.Execute(template, context, FunctionLibrary.All, root);
        return new RenderedText(GoText.ToDisplay(text), template.Source, segments);
    }
}
