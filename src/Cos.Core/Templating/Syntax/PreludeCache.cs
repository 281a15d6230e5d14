using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Templating.Syntax;

/// <summary>Parses templates, and shared files only once: they are known by their sources, as long as these are the same objects.</summary>
internal sealed class PreludeCache(IReadOnlySet<string> functions)
{
    private const int MaxPreludes = 16;

    private volatile Prelude[] _preludes = [];

    /// <summary>Parses the shared files and the template behind them as one text.</summary>
    public ParsedTemplate Parse(IReadOnlyList<TemplateSource> shared, TemplateSource main)
    {
        SourceText source = SourceText.Glue(shared, main);
        return shared.Count > 0 && FindOrParse(shared) is { } prelude
            ? Parser.ParseAfter(prelude, source, functions)
            : Parser.Parse(source, functions);
    }

    private ParsedTemplate? FindOrParse(IReadOnlyList<TemplateSource> shared)
    {
        Prelude[] preludes = _preludes;
        foreach (Prelude known in preludes)
        {
            if (IsOf(known, shared))
            {
                return known.Template;
            }
        }
        // Two threads may both parse and one result may be lost; it is then parsed once more.
        Prelude parsed = new([.. shared], ParsePrelude(shared));
        _preludes = [parsed, .. preludes.Take(MaxPreludes - 1)];
        return parsed.Template;
    }

    private static bool IsOf(Prelude prelude, IReadOnlyList<TemplateSource> shared)
    {
        if (prelude.Sources.Length != shared.Count)
        {
            return false;
        }
        for (int i = 0; i < shared.Count; i++)
        {
            if (!ReferenceEquals(prelude.Sources[i], shared[i]))
            {
                return false;
            }
        }
        return true;
    }

    private ParsedTemplate? ParsePrelude(IReadOnlyList<TemplateSource> shared)
    {
        try
        {
            return Parser.Parse(SourceText.Glue(shared, new TemplateSource("", "")), functions);
        }
        catch (CosException)
        {
            // Either it is wrong, which the parser says better of the whole text, or a block of it ends in the template.
            return null;
        }
    }

    private sealed record Prelude(TemplateSource[] Sources, ParsedTemplate? Template);
}
