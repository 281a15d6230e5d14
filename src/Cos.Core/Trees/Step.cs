using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Trees;

/// <summary>One command of <c>prelude</c> or <c>steps</c>; several lines are one command.</summary>
/// <param name="Command">As rendered, a final line break included.</param>
/// <param name="Location">The line of build.yaml that it comes from.</param>
internal sealed record Step(string Command, SourceLocation Location);
