namespace Cos.Sdk.Templating.Syntax;

/// <summary><c>range</c>.</summary>
internal sealed record RangeNode(int Position, PipeNode Pipe, ListNode Body, ListNode? Else) : Node(Position);
