namespace Cos.Sdk.Templating;

/// <summary>A dictionary for a template whose look-ups are noted.</summary>
/// <param name="Values">What the template sees.</param>
/// <param name="Reads">Gets the look-ups of those keys that it knows.</param>
internal sealed record WatchedValues(IReadOnlyDictionary<string, object?> Values, ValueReads Reads);
