using System.Globalization;

namespace Cos.Sdk.Templating.Syntax;

/// <summary>Writes nodes as a user would, for messages.</summary>
internal static class NodeText
{
    private const int MaxLength = 60;

    /// <summary>The node's source in short.</summary>
    public static string Of(Node node)
    {
        string text = Write(node);
        return text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength - 1), "…");
    }

    private static string Write(Node node) => node switch
    {
        DotNode => ".",
        NilNode => "nil",
        BoolNode value => value.Value ? "true" : "false",
        NumberNode number => number.Text,
        StringNode text => string.Create(CultureInfo.InvariantCulture, $"\"{text.Value}\""),
        IdentifierNode identifier => identifier.Name,
        FieldNode field => "." + string.Join('.', field.Names),
        VariableNode variable => string.Join('.', variable.Fields.Prepend(variable.Name)),
        ChainNode chain => $"{Write(chain.Operand)}.{string.Join('.', chain.Fields)}",
        CommandNode command => string.Join(' ', command.Operands.Select(WriteOperand)),
        PipeNode pipe => string.Join(" | ", pipe.Commands.Select(Write)),
        _ => node.GetType().Name,
    };

    private static string WriteOperand(Node node) => node is PipeNode ? $"({Write(node)})" : Write(node);
}
