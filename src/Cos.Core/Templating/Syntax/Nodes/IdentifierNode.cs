namespace Cos.Sdk.Templating.Syntax;

/// <summary>The name of a function.</summary>
internal sealed record IdentifierNode(int Position, string Name) : Node(Position);
