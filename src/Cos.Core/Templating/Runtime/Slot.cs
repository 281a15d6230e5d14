namespace Cos.Sdk.Templating.Runtime;

/// <summary>The result of an expression: a value, a nil that stands in a list or dictionary, or nothing at all.</summary>
/// <remarks>
/// Nil and nothing print alike, but a field of the first is an error and of the second is nothing again, and only the second may be
/// given where a list or dictionary is expected.
/// </remarks>
internal readonly record struct Slot(object? Value, bool IsPresent)
{
    /// <summary>No value.</summary>
    public static readonly Slot Absent;

    /// <summary>A value, which may be nil.</summary>
    public static Slot Of(object? value) => new(value, true);
}
