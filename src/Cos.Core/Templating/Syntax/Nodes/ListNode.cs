namespace Cos.Sdk.Templating.Syntax;

/// <summary>A sequence of texts and actions.</summary>
internal sealed record ListNode(int Position, IReadOnlyList<Node> Items) : Node(Position);
