namespace Cos.Sdk.Templating.Syntax;

/// <summary><c>with</c>.</summary>
internal sealed record WithNode(int Position, PipeNode Pipe, ListNode Body, ListNode? Else) : Node(Position);
