namespace Cos.Sdk.Templating.Syntax;

/// <summary>One condition of an <see cref="IfNode"/> and what it guards.</summary>
internal sealed record IfBranch(PipeNode Pipe, ListNode Body);
