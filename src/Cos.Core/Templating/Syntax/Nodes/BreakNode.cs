namespace Cos.Sdk.Templating.Syntax;

/// <summary><c>break</c>.</summary>
internal sealed record BreakNode(int Position) : Node(Position);
