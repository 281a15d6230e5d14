using System.Runtime.CompilerServices;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Templating.Syntax;

/// <summary>
/// Parses templates, but not twice: shared files are known by their list, a template by its source, for as long as somebody holds them.
/// </summary>
internal sealed class TemplateCache(IReadOnlySet<string> functions)
{
    private readonly ConditionalWeakTable<IReadOnlyList<TemplateSource>, Prelude> _preludes = [];
    private readonly ConditionalWeakTable<TemplateSource, Entry> _templates = [];

    /// <summary>Parses the shared files and the template behind them as one text.</summary>
    public ParsedTemplate Parse(IReadOnlyList<TemplateSource> shared, TemplateSource main)
    {
        if (_templates.TryGetValue(main, out Entry? known) && ReferenceEquals(known.Shared, shared))
        {
            return known.Template;
        }
        SourceText source = SourceText.Glue(shared, main);
        ParsedTemplate? prelude = shared.Count == 0 ? null : _preludes.GetValue(shared, ParsePrelude).Template;
        ParsedTemplate template = prelude is null
            ? Parser.Parse(source, functions)
            : Parser.ParseAfter(prelude, source, functions);
        _templates.AddOrUpdate(main, new Entry(shared, template));
        return template;
    }

    private Prelude ParsePrelude(IReadOnlyList<TemplateSource> shared)
    {
        try
        {
            return new Prelude(Parser.Parse(SourceText.Glue(shared, new TemplateSource("", "")), functions));
        }
        catch (CosException)
        {
            // Either it is wrong, which the parser says better of the whole text, or a block of it ends in the template.
            return new Prelude(null);
        }
    }

    private sealed record Prelude(ParsedTemplate? Template);

    private sealed record Entry(IReadOnlyList<TemplateSource> Shared, ParsedTemplate Template);
}
