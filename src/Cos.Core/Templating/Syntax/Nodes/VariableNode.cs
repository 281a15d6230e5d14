namespace Cos.Sdk.Templating.Syntax;

/// <summary>A variable and its fields: <c>$x.a.b</c>. The name has its <c>$</c>.</summary>
internal sealed record VariableNode(int Position, string Name, IReadOnlyList<string> Fields) : Node(Position);
