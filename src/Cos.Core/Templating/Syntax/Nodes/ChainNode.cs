namespace Cos.Sdk.Templating.Syntax;

/// <summary>Fields of a parenthesized pipeline or of a function: <c>(f x).a.b</c>.</summary>
internal sealed record ChainNode(int Position, Node Operand, IReadOnlyList<string> Fields) : Node(Position);
