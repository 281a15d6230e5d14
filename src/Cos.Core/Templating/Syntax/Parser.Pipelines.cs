using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Templating.Syntax;

internal sealed partial class Parser
{
    private PipeNode ParsePipeline(string context, TokenKind end)
    {
        SkipSpace();
        int start = Peek().Start;
        Enter(start);
        List<string> variables = ParseDeclarations(context, out bool isAssignment);
        List<CommandNode> commands = [];
        while (true)
        {
            SkipSpace();
            Token token = Peek();
            if (token.Kind == end)
            {
                _next++;
                break;
            }
            if (!StartsOperand(token.Kind))
            {
                throw Unexpected(token, context);
            }
            commands.Add(ParseCommand());
        }
        CheckPipeline(commands, start, context);
        _nesting--;
        return new PipeNode(start, variables, isAssignment, commands);
    }

    private List<string> ParseDeclarations(string context, out bool isAssignment)
    {
        List<string> variables = [];
        isAssignment = false;
        while (Peek().Kind == TokenKind.Variable)
        {
            Token variable = Peek();
            Token sign = PeekWord(1);
            if (sign.Kind is TokenKind.Assign or TokenKind.Declare)
            {
                isAssignment = sign.Kind == TokenKind.Assign;
                Declare(variable, variables);
                return variables;
            }
            if (sign.Kind != TokenKind.Comma)
            {
                return variables;
            }
            Declare(variable, variables);
            SkipSpace();
            if (context != "range" || variables.Count >= 2)
            {
                throw new CosException(TemplateDiagnostics.TooManyVariables(_source.Locate(variable.Start), context));
            }
            if (Peek().Kind is not (TokenKind.Variable or TokenKind.ActionEnd or TokenKind.RightParenthesis))
            {
                throw Unexpected(Peek(), context);
            }
        }
        return variables;
    }

    private void Declare(Token variable, List<string> variables)
    {
        _next++;
        NextWord();
        string name = TextOf(variable);
        variables.Add(name);
        _variables.Add(name);
    }

    private void CheckPipeline(List<CommandNode> commands, int start, string context)
    {
        if (commands.Count == 0)
        {
            throw new CosException(TemplateDiagnostics.MissingValue(_source.Locate(start), context));
        }
        foreach (CommandNode command in commands.Skip(1))
        {
            if (command.Operands[0] is BoolNode or DotNode or NilNode or NumberNode or StringNode)
            {
                throw new CosException(TemplateDiagnostics.NotExecutable(
                    _source.Locate(command.Position), NodeText.Of(command.Operands[0])));
            }
        }
    }

    private CommandNode ParseCommand()
    {
        int start = Peek().Start;
        List<Node> operands = [];
        while (true)
        {
            SkipSpace();
            if (ParseOperand() is { } operand)
            {
                operands.Add(operand);
            }
            Token token = Peek();
            switch (token.Kind)
            {
                case TokenKind.Space:
                    continue;
                case TokenKind.Pipe:
                    _next++;
                    break;
                case TokenKind.ActionEnd or TokenKind.RightParenthesis:
                    break;
                default:
                    throw Unexpected(token, "operand");
            }
            return operands.Count > 0 ? new CommandNode(start, operands) : throw Unexpected(token, "command");
        }
    }

    private Node? ParseOperand()
    {
        Node? term = ParseTerm();
        if (term is null || Peek().Kind != TokenKind.Field)
        {
            return term;
        }
        List<string> fields = [];
        while (Peek().Kind == TokenKind.Field)
        {
            fields.Add(TextOf(Next())[1..]);
        }
        return term switch
        {
            FieldNode field => field with { Names = [.. field.Names, .. fields] },
            VariableNode variable => variable with { Fields = fields },
            IdentifierNode or PipeNode => new ChainNode(term.Position, term, fields),
            _ => throw new CosException(TemplateDiagnostics.FieldOfLiteral(_source.Locate(term.Position), NodeText.Of(term), fields[0])),
        };
    }

    private Node? ParseTerm()
    {
        Token token = Peek();
        if (!StartsOperand(token.Kind))
        {
            return null;
        }
        _next++;
        int start = token.Start;
        switch (token.Kind)
        {
            case TokenKind.Identifier:
                return ParseIdentifier(token);
            case TokenKind.Dot:
                return new DotNode(start);
            case TokenKind.Nil:
                return new NilNode(start);
            case TokenKind.Variable:
                return ParseVariable(token);
            case TokenKind.Field:
                return new FieldNode(start, [TextOf(token)[1..]]);
            case TokenKind.Bool:
                return new BoolNode(start, TextOf(token) == "true");
            case TokenKind.CharConstant or TokenKind.Number:
                return ParseNumber(token);
            case TokenKind.LeftParenthesis:
                return ParsePipeline("parenthesized pipeline", TokenKind.RightParenthesis);
            default:
                return new StringNode(start, Unquote(token));
        }
    }

    private IdentifierNode ParseIdentifier(Token token)
    {
        string name = TextOf(token);
        return _functions.Contains(name)
            ? new IdentifierNode(token.Start, name)
            : throw new CosException(TemplateDiagnostics.UnknownFunction(_source.Locate(token.Start), name));
    }

    private VariableNode ParseVariable(Token token)
    {
        string name = TextOf(token);
        return _variables.Contains(name, StringComparer.Ordinal)
            ? new VariableNode(token.Start, name, [])
            : throw new CosException(TemplateDiagnostics.UndefinedVariable(_source.Locate(token.Start), name));
    }

    private NumberNode ParseNumber(Token token)
    {
        string text = TextOf(token);
        if (token.Kind == TokenKind.CharConstant)
        {
            int rune = Literals.ReadCharacter(text)
                ?? throw new CosException(TemplateDiagnostics.BadCharacter(_source.Locate(token.Start), text));
            return new NumberNode(token.Start, text, rune, rune, false);
        }
        bool looksFloat = text.AsSpan().IndexOfAny(".eEpP") >= 0;
        if (Literals.ReadInteger(text) is { } integer && integer >= long.MinValue && integer <= ulong.MaxValue)
        {
            return integer <= long.MaxValue
                ? new NumberNode(token.Start, text, (long)integer, (double)integer, false)
                : new NumberNode(token.Start, text, null, (double)integer, false);
        }
        if (!looksFloat || Literals.ReadFloat(text) is not { } number)
        {
            throw new CosException(TemplateDiagnostics.BadNumber(_source.Locate(token.Start), text));
        }
        long? integral = number is >= -9223372036854775808.0 and < 9223372036854775808.0 && double.IsInteger(number) ? (long)number : null;
        return new NumberNode(token.Start, text, integral, number, true);
    }

    private string Unquote(Token token)
    {
        ReadOnlySpan<char> text = _source.Text.AsSpan(token.Start, token.Length);
        return token.Kind == TokenKind.RawString
            ? Literals.UnquoteRaw(text)
            : Literals.Unquote(text) ?? throw new CosException(TemplateDiagnostics.BadEscape(_source.Locate(token.Start), TextOf(token)));
    }

    private static bool StartsOperand(TokenKind kind) => kind is TokenKind.Bool or TokenKind.CharConstant or TokenKind.Dot
        or TokenKind.Field or TokenKind.Identifier or TokenKind.Number or TokenKind.Nil or TokenKind.RawString or TokenKind.String or TokenKind.Variable
        or TokenKind.LeftParenthesis;
}
