namespace Cos.Sdk.Templating.Syntax;

/// <summary>The dot alone.</summary>
internal sealed record DotNode(int Position) : Node(Position);
