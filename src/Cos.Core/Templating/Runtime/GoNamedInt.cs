namespace Cos.Sdk.Templating.Runtime;

/// <summary>An integer that prints as a word: a month, a weekday, a duration.</summary>
internal sealed record GoNamedInt(GoType Type, long Value, string Text);
