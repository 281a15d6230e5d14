namespace Cos.Sdk.Templating.Syntax;

/// <summary>Commands joined by <c>|</c>, with the variables that take the result.</summary>
internal sealed record PipeNode(
    int Position, IReadOnlyList<string> Variables, bool IsAssignment, IReadOnlyList<CommandNode> Commands) : Node(Position);
