using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Trees;

/// <summary>A regular expression of <c>includes</c> or <c>excludes</c> (RE2 syntax, unanchored), as written.</summary>
/// <param name="Pattern">The expression.</param>
/// <param name="Location">Where it is written.</param>
internal sealed record PathPattern(string Pattern, SourceLocation Location);
