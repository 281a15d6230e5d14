namespace Cos.Sdk.Templating.Syntax;

/// <summary>The word <c>nil</c>.</summary>
internal sealed record NilNode(int Position) : Node(Position);
