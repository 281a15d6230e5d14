namespace Cos.Sdk.Templating.Syntax;

/// <summary>Fields of dot: <c>.a.b</c>.</summary>
internal sealed record FieldNode(int Position, IReadOnlyList<string> Names) : Node(Position);
