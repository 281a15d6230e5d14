namespace Cos.Sdk.Templating.Syntax;

/// <summary>A pipeline whose result is printed unless it declares or assigns a variable.</summary>
internal sealed record ActionNode(int Position, PipeNode Pipe) : Node(Position);
