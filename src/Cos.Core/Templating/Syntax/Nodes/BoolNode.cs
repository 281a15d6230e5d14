namespace Cos.Sdk.Templating.Syntax;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed record BoolNode(int Position, bool Value) : Node(Position);
