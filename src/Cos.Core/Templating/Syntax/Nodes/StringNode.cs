namespace Cos.Sdk.Templating.Syntax;

/// <summary>A quoted or raw string, unquoted.</summary>
internal sealed record StringNode(int Position, string Value) : Node(Position);
