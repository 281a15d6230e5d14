using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating.Syntax;

namespace Cos.Sdk.Templating.Runtime;

/// <summary>One rendering: where it is, what it may still use, and who hears of what it finds.</summary>
internal sealed class RenderContext(
    SourceText source, TemplateOptions options, DiagnosticBag diagnostics, CancellationToken cancellationToken)
{
    private const int MaxValueDepth = 200;
    private const int CancellationInterval = 4096;

    private readonly HashSet<int> _warned = [];
    private readonly Dictionary<string, object> _remembered = new(StringComparer.Ordinal);
    private long _remaining = options.MaxOperations;
    private long _nextCancellationCheck = options.MaxOperations;
    private int _depth;

    /// <summary>The options of the engine.</summary>
    public TemplateOptions Options => options;

    /// <summary>Offset in the source of the node that is being evaluated.</summary>
    public int Position { get; set; }

    /// <summary>The place of <see cref="Position"/>.</summary>
    public SourceLocation Location => source.Locate(Position);

    /// <summary>Executes a template by name and returns its text; set by the evaluator.</summary>
    public Func<string, object?, string> Include { get; set; } =
        (_, _) => throw new InvalidOperationException("No template is being executed.");

    /// <summary>Pays for work in units of one node, one list element or one character.</summary>
    /// <exception cref="CosException">The rendering has done more than it may.</exception>
    public void Charge(long operations)
    {
        _remaining -= operations;
        if (_remaining < _nextCancellationCheck)
        {
            if (_remaining < 0)
            {
                throw new CosException(TemplateDiagnostics.TooMuchWork(Location, options.MaxOperations));
            }
            cancellationToken.ThrowIfCancellationRequested();
            _nextCancellationCheck = _remaining - CancellationInterval;
        }
    }

    /// <summary>Pays for a text of some length before it is made.</summary>
    /// <exception cref="CosException">The text would be longer than a text may be, or the rendering has done more than it may.</exception>
    public void ChargeText(long length)
    {
        CheckLength(length);
        Charge(length);
    }

    /// <summary>Refuses a text that is longer than a text may be.</summary>
    public void CheckLength(long length)
    {
        if (length > options.MaxOutputLength)
        {
            throw new CosException(TemplateDiagnostics.TextTooLong(Location, options.MaxOutputLength));
        }
    }

    /// <summary>Enters a value inside a value; dispose to leave it.</summary>
    /// <exception cref="CosException">Values are nested too deep.</exception>
    public Nesting Descend()
    {
        if (_depth >= MaxValueDepth)
        {
            throw new CosException(TemplateDiagnostics.ValueNestedTooDeep(Location, MaxValueDepth));
        }
        _depth++;
        return new Nesting(this);
    }

    /// <summary>Something that is costly to make from a text and that the rendering may need again.</summary>
    public T Remember<T>(string text, Func<string, T> make)
        where T : class
    {
        if (!_remembered.TryGetValue(text, out object? known))
        {
            known = make(text);
            _remembered[text] = known;
        }
        return (T)known;
    }

    /// <summary>Reports a warning, once for each place.</summary>
    public void WarnOnce(Func<SourceLocation, Diagnostic> warning)
    {
        if (_warned.Add(Position))
        {
            diagnostics.Add(warning(Location));
        }
    }

    /// <summary>Leaves a level of nesting when disposed.</summary>
    public readonly ref struct Nesting(RenderContext context)
    {
        /// <summary>Leaves the level.</summary>
        public void Dispose() => context._depth--;
    }
}
