namespace Cos.Sdk.Templating.Syntax;

/// <summary><c>template</c>, and the use that a <c>block</c> makes of itself.</summary>
internal sealed record TemplateNode(int Position, string Name, PipeNode? Pipe) : Node(Position);
