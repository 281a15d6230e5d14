using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating.Syntax;

namespace Cos.Sdk.Templating.Runtime;

internal sealed partial class Evaluator
{
    private Slot EvaluatePipeline(Slot dot, PipeNode pipe)
    {
        if (!DeepStack.HasRoom)
        {
            return DeepStack.Run(() => EvaluatePipeline(dot, pipe));
        }
        Slot? value = null;
        foreach (CommandNode command in pipe.Commands)
        {
            _context.Charge(1);
            Slot result = EvaluateCommand(dot, command, value);
            value = result.Value is null ? Slot.Absent : result;
        }
        foreach (string variable in pipe.Variables)
        {
            if (!pipe.IsAssignment)
            {
                _frame.Declare(variable, value!.Value);
            }
            else if (!_frame.TryAssign(variable, value!.Value))
            {
                _context.Position = pipe.Position;
                throw new CosException(TemplateDiagnostics.UndefinedVariable(_context.Location, variable));
            }
        }
        return value!.Value;
    }

    private Slot EvaluateCommand(Slot dot, CommandNode command, Slot? final)
    {
        Node first = command.Operands[0];
        _context.Position = first.Position;
        switch (first)
        {
            case FieldNode field:
                return EvaluateFields(dot, field, field.Names, command.Operands, final);
            case ChainNode chain:
                return EvaluateChain(dot, chain, command.Operands, final);
            case IdentifierNode identifier:
                return Call(dot, _functions[identifier.Name], identifier, command.Operands, final);
            case VariableNode variable:
                return EvaluateVariable(dot, variable, command.Operands, final);
        }
        CheckNotGivenArguments(first, command.Operands, final);
        return first switch
        {
            PipeNode pipe => EvaluatePipeline(dot, pipe),
            DotNode => dot,
            BoolNode node => Slot.Of(node.Value),
            StringNode node => Slot.Of(node.Value),
            NumberNode node => Slot.Of(IdealConstant(node)),
            NilNode => throw new CosException(TemplateDiagnostics.NilIsNoCommand(_context.Location)),
            _ => throw new InvalidOperationException($"{first.GetType()} is no operand."),
        };
    }

    private object IdealConstant(NumberNode number)
    {
        if (number.IsIdealFloat)
        {
            return number.Float;
        }
        return number.Integer
            ?? throw new CosException(TemplateDiagnostics.BadNumber(_template.Source.Locate(number.Position), number.Text));
    }

    private void CheckNotGivenArguments(Node node, IReadOnlyList<Node>? operands, Slot? final)
    {
        if (operands?.Count > 1 || final is not null)
        {
            throw new CosException(TemplateDiagnostics.NotAFunction(_context.Location, NodeText.Of(node)));
        }
    }

    private Slot EvaluateVariable(Slot dot, VariableNode variable, IReadOnlyList<Node>? operands, Slot? final)
    {
        if (!_frame.TryGet(variable.Name, out Slot value))
        {
            throw new CosException(TemplateDiagnostics.UndefinedVariable(_context.Location, variable.Name));
        }
        if (variable.Fields.Count > 0)
        {
            return EvaluateFields(value, variable, variable.Fields, operands, final, dot);
        }
        CheckNotGivenArguments(variable, operands, final);
        return value;
    }

    private Slot EvaluateChain(Slot dot, ChainNode chain, IReadOnlyList<Node>? operands, Slot? final)
    {
        Slot receiver = EvaluateOperand(dot, chain.Operand);
        return EvaluateFields(receiver, chain, chain.Fields, operands, final, dot);
    }

    private Slot EvaluateFields(
        Slot receiver, Node node, IReadOnlyList<string> fields, IReadOnlyList<Node>? operands, Slot? final, Slot? dot = null)
    {
        Slot start = dot ?? receiver;
        for (int i = 0; i < fields.Count; i++)
        {
            bool isLast = i == fields.Count - 1;
            receiver = EvaluateField(start, receiver, node, i, isLast ? operands : null, isLast ? final : null);
        }
        return receiver;
    }

    private Slot EvaluateField(Slot dot, Slot receiver, Node node, int index, IReadOnlyList<Node>? operands, Slot? final)
    {
        string name = FieldsOf(node)[index];
        _context.Position = node.Position;
        if (!receiver.IsPresent)
        {
            return Slot.Absent;
        }
        if (receiver.Value is null)
        {
            throw new CosException(TemplateDiagnostics.FieldOfAbsentValue(_context.Location, name, TextBefore(node, index)));
        }
        if (FindMethod(receiver.Value, name) is { } method)
        {
            return Call(dot, method, node, operands, final);
        }
        if (receiver.Value is GoMap map)
        {
            if (operands?.Count > 1 || final is not null)
            {
                throw new CosException(TemplateDiagnostics.NotAFunction(_context.Location, TextBefore(node, index + 1)));
            }
            return map.TryGet(name, out object? value) ? Slot.Of(value) : Slot.Of(Values.ZeroOf(map.Type.Element!));
        }
        if (receiver.Value is GoObject { Text: null } item
            && item.Fields.FirstOrDefault(field => field.Key == name) is { Key: not null } found)
        {
            return Slot.Of(found.Value);
        }
        throw new CosException(TemplateDiagnostics.NoSuchField(
            _context.Location, name, TextBefore(node, index), GoType.Of(receiver.Value).Name));
    }

    private static Function? FindMethod(object receiver, string name) => receiver switch
    {
        GoObject item => item.FindMethod(name),
        GoNamedInt named => NamedIntMethods.Find(named, name),
        _ => null,
    };

    private static IReadOnlyList<string> FieldsOf(Node node) => node switch
    {
        FieldNode field => field.Names,
        VariableNode variable => variable.Fields,
        _ => ((ChainNode)node).Fields,
    };

    private static string TextBefore(Node node, int count) => NodeText.Of(node switch
    {
        FieldNode when count == 0 => new DotNode(node.Position),
        FieldNode field => field with { Names = [.. field.Names.Take(count)] },
        VariableNode variable => variable with { Fields = [.. variable.Fields.Take(count)] },
        ChainNode chain when count == 0 => chain.Operand,
        ChainNode chain => chain with { Fields = [.. chain.Fields.Take(count)] },
        _ => node,
    });
}
