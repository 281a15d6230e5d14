namespace Cos.Sdk.Templating.Patterns;

/// <summary>The flags of a regular expression, as <c>(?imsU)</c> sets them.</summary>
[Flags]
internal enum PatternFlags
{
    None = 0,
    IgnoreCase = 1,
    MultiLine = 2,
    DotMatchesLineBreak = 4,
    Ungreedy = 8,
}
