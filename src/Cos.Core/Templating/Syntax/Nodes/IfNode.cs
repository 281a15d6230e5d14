namespace Cos.Sdk.Templating.Syntax;

/// <summary><c>if</c> with its <c>else if</c> branches and its <c>else</c>.</summary>
internal sealed record IfNode(int Position, IReadOnlyList<IfBranch> Branches, ListNode? Else) : Node(Position);
