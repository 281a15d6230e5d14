using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Templating.Runtime;

/// <summary>A call of a function: its checked arguments, and the means to fail.</summary>
internal sealed class FunctionCall(string name, object?[] arguments, RenderContext context)
{
    private readonly int _position = context.Position;

    /// <summary>The function's name.</summary>
    public string Name => name;

    /// <summary>The rendering.</summary>
    public RenderContext Context => context;

    /// <summary>The arguments; those of typed parameters have that type.</summary>
    public IReadOnlyList<object?> Arguments => arguments;

    /// <summary>How many arguments were given.</summary>
    public int Count => arguments.Length;

    /// <summary>One argument.</summary>
    public object? this[int index] => arguments[index];

    /// <summary>The place of the call.</summary>
    public SourceLocation Location
    {
        get
        {
            context.Position = _position;
            return context.Location;
        }
    }

    /// <summary>An argument of type <c>string</c>.</summary>
    public string Text(int index) => (string)arguments[index]!;

    /// <summary>An argument of type <c>int</c>.</summary>
    public long Int(int index) => (long)arguments[index]!;

    /// <summary>An argument of type <c>bool</c>.</summary>
    public bool Bool(int index) => (bool)arguments[index]!;

    /// <summary>An argument of a dictionary type.</summary>
    public GoMap Map(int index) => (GoMap)arguments[index]!;

    /// <summary>The arguments from an index on.</summary>
    public ReadOnlySpan<object?> From(int index) => arguments.AsSpan(index);

    /// <summary>A text in the making.</summary>
    public TextSink CreateText() => new(context);

    /// <summary>The error that the function did not accept what it was given.</summary>
    /// <param name="reason">What is wrong, as a part of a sentence after a colon.</param>
    public CosException Fail(string reason) => new(TemplateDiagnostics.FunctionFailed(Location, name, reason));
}
