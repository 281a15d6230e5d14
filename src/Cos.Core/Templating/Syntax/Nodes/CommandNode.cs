namespace Cos.Sdk.Templating.Syntax;

/// <summary>A function, method, field or literal and its arguments.</summary>
internal sealed record CommandNode(int Position, IReadOnlyList<Node> Operands) : Node(Position);
