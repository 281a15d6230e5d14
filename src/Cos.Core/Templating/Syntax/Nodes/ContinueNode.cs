namespace Cos.Sdk.Templating.Syntax;

/// <summary><c>continue</c>.</summary>
internal sealed record ContinueNode(int Position) : Node(Position);
