using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating.Dates;
using Cos.Sdk.Templating.Syntax;

namespace Cos.Sdk.Templating.Runtime;

internal sealed partial class Evaluator
{
    /// <summary>Functions whose text shows an absent value as <c>&lt;nil&gt;</c> or <c>&lt;no value&gt;</c>.</summary>
    private static readonly HashSet<string> PrintingFunctions =
        new(["html", "js", "print", "printf", "println", "toString", "urlquery"], StringComparer.Ordinal);

    /// <summary>Calls a function or method.</summary>
    /// <param name="dot">What the dot means in the arguments.</param>
    /// <param name="function">What is called.</param>
    /// <param name="node">Where it is named.</param>
    /// <param name="operands">The function's own operand and its arguments; null when it stands alone.</param>
    /// <param name="final">The last argument, when it comes through a pipe.</param>
    private Slot Call(Slot dot, Function function, Node node, IReadOnlyList<Node>? operands, Slot? final)
    {
        int written = operands is null ? 0 : operands.Count - 1;
        int count = written + (final is null ? 0 : 1);
        int required = function.Parameters.Count;
        if (function.Repeated is null ? count != required : count < required)
        {
            _context.Position = node.Position;
            throw new CosException(TemplateDiagnostics.WrongArgumentCount(
                _context.Location, function.Name, function.Repeated is null ? $"{required}" : $"at least {required}", count));
        }
        if (function.Name is "and" or "or" && function.Repeated == GoType.Value)
        {
            return EvaluateLogic(dot, function, node, operands, final);
        }
        object?[] arguments = new object?[count];
        for (int i = 0; i < written; i++)
        {
            arguments[i] = EvaluateArgument(dot, function, i, operands![i + 1]);
            if (arguments[i] is null && operands[i + 1] is not NilNode && PrintingFunctions.Contains(function.Name))
            {
                WarnOfNoValue(operands[i + 1].Position, NodeText.Of(operands[i + 1]));
            }
        }
        if (final is { } last)
        {
            _context.Position = node.Position;
            arguments[written] = Check(last, function, written, null);
            if (arguments[written] is null && PrintingFunctions.Contains(function.Name))
            {
                WarnOfNoValue(node.Position, $"The value that reaches {function.Name}");
            }
        }
        _context.Position = node.Position;
        _context.Charge(count + 1);
        object? result = function.Body(new FunctionCall(function.Name, arguments, _context));
        _context.Position = node.Position;
        if (result is string text)
        {
            _context.ChargeText(text.Length / 8);
            _context.CheckLength(text.Length);
        }
        return Slot.Of(result);
    }

    /// <summary><c>and</c> and <c>or</c> look at no argument after the one that decides.</summary>
    private Slot EvaluateLogic(Slot dot, Function function, Node node, IReadOnlyList<Node>? operands, Slot? final)
    {
        object? value = null;
        for (int i = 1; i < operands?.Count; i++)
        {
            value = EvaluateArgument(dot, function, i - 1, operands[i]);
            if (Values.IsTrue(value) == (function.Name == "or"))
            {
                return Slot.Of(value);
            }
        }
        _context.Position = node.Position;
        return Slot.Of(final is { } last ? last.Value : value);
    }

    private object? EvaluateArgument(Slot dot, Function function, int index, Node node)
    {
        GoType type = TypeOfParameter(function, index);
        _context.Position = node.Position;
        switch (node)
        {
            case NilNode:
                return type.CanBeNil ? Values.ZeroOf(type) : throw WrongArgument(function, index, node, "nil");
            case DotNode or FieldNode or VariableNode or PipeNode or IdentifierNode or ChainNode:
                Slot value = EvaluateOperand(dot, node);
                _context.Position = node.Position;
                return Check(value, function, index, node);
            default:
                return ConvertLiteral(function, index, type, node);
        }
    }

    /// <summary>Evaluates an operand that is not a literal.</summary>
    private Slot EvaluateOperand(Slot dot, Node node) => node switch
    {
        DotNode => dot,
        FieldNode field => EvaluateFields(dot, field, field.Names, null, null),
        VariableNode variable => EvaluateVariable(dot, variable, null, null),
        PipeNode pipe => EvaluatePipeline(dot, pipe),
        IdentifierNode identifier => Call(dot, _functions[identifier.Name], identifier, null, null),
        ChainNode chain => EvaluateChain(dot, chain, null, null),
        _ => throw new InvalidOperationException($"{node.GetType()} is a literal."),
    };

    private object ConvertLiteral(Function function, int index, GoType type, Node node) => (type.Kind, node) switch
    {
        (GoKind.Interface or GoKind.Value, NumberNode number) => IdealConstant(number),
        (GoKind.Interface or GoKind.Value or GoKind.Bool, BoolNode flag) => flag.Value,
        (GoKind.Interface or GoKind.Value or GoKind.String, StringNode text) => text.Value,
        (GoKind.Int, NumberNode { Integer: { } value }) when type == GoType.Int => value,
        (GoKind.Int64, NumberNode { Integer: { } value }) => type == GoType.Duration ? GoDuration.Create(value) : new GoInt64(value),
        (GoKind.Uint32, NumberNode { Integer: >= 0 and <= uint.MaxValue and { } value }) => (uint)value,
        (GoKind.Uint64, NumberNode { Integer: >= 0 and { } value }) => (ulong)value,
        (GoKind.Float64, NumberNode number) => number.Float,
        _ => throw WrongArgument(function, index, node, node switch
        {
            NumberNode => "a number",
            BoolNode => "a boolean",
            _ => "a string",
        }),
    };

    /// <summary>The value as an argument: it must have the parameter's type already, there is no conversion.</summary>
    private object? Check(Slot slot, Function function, int index, Node? node)
    {
        GoType type = TypeOfParameter(function, index);
        object? value = slot.Value;
        if (type.Kind is GoKind.Interface or GoKind.Value)
        {
            return value;
        }
        if (value is null)
        {
            return !slot.IsPresent && type.CanBeNil ? Values.ZeroOf(type) : throw WrongArgument(function, index, node, "no value");
        }
        GoType found = GoType.Of(value);
        return found == type ? value : throw WrongArgument(function, index, node, $"of the type {found}");
    }

    private void WarnOfNoValue(int position, string text)
    {
        _context.Position = position;
        _context.WarnOnce(place => TemplateDiagnostics.NoValue(place, text));
    }

    private static GoType TypeOfParameter(Function function, int index) =>
        index < function.Parameters.Count ? function.Parameters[index] : function.Repeated!;

    private CosException WrongArgument(Function function, int index, Node? node, string found) =>
        new(TemplateDiagnostics.WrongArgumentType(
            _context.Location,
            function.Name,
            index + 1,
            TypeOfParameter(function, index).Name,
            node is null ? "the value from the pipe" : NodeText.Of(node),
            found));
}
