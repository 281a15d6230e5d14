namespace Cos.Sdk.Templating.Syntax;

/// <summary>Text that is copied to the output, already trimmed.</summary>
internal sealed record TextNode(int Position, string Text) : Node(Position);
