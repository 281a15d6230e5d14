using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating.Formatting;
using Cos.Sdk.Templating.Syntax;

namespace Cos.Sdk.Templating.Runtime;

/// <summary>Executes a parsed template: this part its texts and control structures.</summary>
internal sealed partial class Evaluator
{
    private readonly ParsedTemplate _template;
    private readonly RenderContext _context;
    private readonly IReadOnlyDictionary<string, Function> _functions;
    private Frame _frame;
    private int _depth;

    private Evaluator(ParsedTemplate template, RenderContext context, IReadOnlyDictionary<string, Function> functions, Frame frame)
    {
        _template = template;
        _context = context;
        _functions = functions;
        _frame = frame;
        context.Include = Include;
    }

    /// <summary>Executes the template and returns its text and where it came from.</summary>
    public static (string Text, List<OutputSegment> Segments) Execute(
        ParsedTemplate template, RenderContext context, IReadOnlyDictionary<string, Function> functions, object? root)
    {
        Slot data = root is null ? Slot.Absent : Slot.Of(ValueImport.FromOutside(root));
        TextSink output = new(context);
        List<OutputSegment> segments = [];
        Evaluator evaluator = new(template, context, functions, new Frame(data, output, segments));
        evaluator.ExecuteList(data, template.Root);
        return (output.ToString(), segments);
    }

    private string Include(string name, object? data)
    {
        TextSink output = new(_context);
        ExecuteTemplate(name, data is null ? Slot.Absent : Slot.Of(data), output, null);
        return output.ToString();
    }

    private void ExecuteTemplate(string name, Slot data, TextSink output, List<OutputSegment>? segments)
    {
        if (!_template.Templates.TryGetValue(name, out ListNode? body))
        {
            throw new CosException(TemplateDiagnostics.UnknownTemplate(_context.Location, name));
        }
        if (_depth >= _context.Options.MaxDepth)
        {
            throw new CosException(TemplateDiagnostics.TemplatesNestedTooDeep(_context.Location, name, _context.Options.MaxDepth));
        }
        _depth++;
        (Frame caller, int position) = (_frame, _context.Position);
        _frame = new Frame(data, output, segments);
        ExecuteList(data, body);
        (_frame, _context.Position) = (caller, position);
        _depth--;
    }

    private Flow ExecuteList(Slot dot, ListNode list)
    {
        if (!DeepStack.HasRoom)
        {
            return DeepStack.Run(() => ExecuteList(dot, list));
        }
        foreach (Node item in list.Items)
        {
            Flow flow = Execute(dot, item);
            if (flow != Flow.Normal)
            {
                return flow;
            }
        }
        return Flow.Normal;
    }

    private Flow Execute(Slot dot, Node node)
    {
        _context.Charge(1);
        _context.Position = node.Position;
        switch (node)
        {
            case TextNode text:
                _frame.Segments?.Add(new OutputSegment(_frame.Output.Length, text.Position, true));
                _frame.Output.Append(text.Text);
                return Flow.Normal;
            case ActionNode action:
                ExecuteAction(dot, action);
                return Flow.Normal;
            case IfNode conditional:
                return ExecuteIf(dot, conditional);
            case WithNode with:
                return ExecuteWith(dot, with);
            case RangeNode range:
                return ExecuteRange(dot, range);
            case TemplateNode template:
                Slot data = template.Pipe is null ? Slot.Absent : EvaluatePipeline(dot, template.Pipe);
                _context.Position = node.Position;
                ExecuteTemplate(template.Name, data, _frame.Output, _frame.Segments);
                return Flow.Normal;
            case BreakNode:
                return Flow.Break;
            case ContinueNode:
                return Flow.Continue;
            default:
                throw new InvalidOperationException($"{node.GetType()} is no item of a template.");
        }
    }

    private void ExecuteAction(Slot dot, ActionNode action)
    {
        Slot value = EvaluatePipeline(dot, action.Pipe);
        if (action.Pipe.Variables.Count > 0)
        {
            return;
        }
        _context.Position = action.Pipe.Position;
        _frame.Segments?.Add(new OutputSegment(_frame.Output.Length, action.Position, false));
        if (value.IsPresent)
        {
            ValuePrinter.PrintTo(_frame.Output, value.Value, _context);
            return;
        }
        _frame.Output.Append("<no value>");
        WarnOfNoValue(action.Pipe.Position, NodeText.Of(action.Pipe));
    }

    private Flow ExecuteIf(Slot dot, IfNode node)
    {
        int mark = _frame.Mark;
        Flow flow = Flow.Normal;
        ListNode? chosen = node.Else;
        foreach (IfBranch branch in node.Branches)
        {
            if (Values.IsTrue(EvaluatePipeline(dot, branch.Pipe).Value))
            {
                chosen = branch.Body;
                break;
            }
        }
        if (chosen is not null)
        {
            flow = ExecuteList(dot, chosen);
        }
        _frame.Restore(mark);
        return flow;
    }

    private Flow ExecuteWith(Slot dot, WithNode node)
    {
        int mark = _frame.Mark;
        Slot value = EvaluatePipeline(dot, node.Pipe);
        Flow flow = Values.IsTrue(value.Value) ? ExecuteList(value, node.Body)
            : node.Else is not null ? ExecuteList(dot, node.Else)
            : Flow.Normal;
        _frame.Restore(mark);
        return flow;
    }

    private Flow ExecuteRange(Slot dot, RangeNode node)
    {
        int mark = _frame.Mark;
        Flow flow = Flow.Normal;
        Slot value = EvaluatePipeline(dot, node.Pipe);
        int bodyMark = _frame.Mark;
        switch (value.Value)
        {
            case GoList { Count: > 0 } list:
                for (int i = 0; i < list.Count && Iterate(node, (long)i, list[i], bodyMark); i++)
                {
                }
                break;
            case GoMap { Count: > 0 } map:
                (string Key, object? Value)[] entries = [.. map.Keys.Select(key => (key, map[key]))];
                for (int i = 0; i < entries.Length && Iterate(node, entries[i].Key, entries[i].Value, bodyMark); i++)
                {
                }
                break;
            case null or GoList or GoMap:
                flow = node.Else is null ? Flow.Normal : ExecuteList(dot, node.Else);
                break;
            default:
                _context.Position = node.Pipe.Position;
                throw new CosException(TemplateDiagnostics.NotIterable(
                    _context.Location, NodeText.Of(node.Pipe), GoType.Of(value.Value).Name));
        }
        _frame.Restore(mark);
        return flow;
    }

    /// <summary>Executes the body once; false when it asked to stop.</summary>
    private bool Iterate(RangeNode node, object index, object? element, int mark)
    {
        _context.Charge(1);
        IReadOnlyList<string> variables = node.Pipe.Variables;
        if (variables.Count > 0)
        {
            _frame.TryAssign(variables[^1], Slot.Of(element));
        }
        if (variables.Count > 1)
        {
            _frame.TryAssign(variables[0], Slot.Of(index));
        }
        Flow flow = ExecuteList(Slot.Of(element), node.Body);
        _frame.Restore(mark);
        return flow != Flow.Break;
    }
}
