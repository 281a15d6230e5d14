using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Templating.Syntax;

/// <summary>Makes nodes of tokens: this part reads texts and control structures, the other one pipelines.</summary>
internal sealed partial class Parser
{
    private const int MaxNesting = 250;

    private readonly SourceText _source;
    private readonly IReadOnlySet<string> _functions;
    private readonly List<Token> _tokens;
    private readonly Dictionary<string, ListNode> _templates = new(StringComparer.Ordinal);
    private List<string> _variables = ["$"];
    private int _next;
    private int _rangeDepth;
    private int _nesting;

    private Parser(SourceText source, int start, IReadOnlySet<string> functions)
    {
        _source = source;
        _functions = functions;
        _tokens = Lexer.Read(source, start);
    }

    /// <summary>Parses a text.</summary>
    /// <param name="source">The text.</param>
    /// <param name="functions">The names that may stand where a function is expected.</param>
    /// <exception cref="CosException">The text is not a template.</exception>
    public static ParsedTemplate Parse(SourceText source, IReadOnlySet<string> functions)
    {
        Parser parser = new(source, 0, functions);
        ListNode root = parser.ParseRoot();
        return new ParsedTemplate(source, root, parser._templates, parser._variables);
    }

    /// <summary>Parses a text whose beginning has been parsed already.</summary>
    /// <param name="prelude">The beginning.</param>
    /// <param name="source">The whole text.</param>
    /// <param name="functions">The names that may stand where a function is expected.</param>
    /// <exception cref="CosException">The text is not a template.</exception>
    public static ParsedTemplate ParseAfter(ParsedTemplate prelude, SourceText source, IReadOnlySet<string> functions)
    {
        (string text, int start) = (source.Text, prelude.Source.Text.Length);
        bool trimsForward = EndsInTrimMarker(text.AsSpan(0, start))
            && !(prelude.Root.Items is [.., TextNode last] && EndsInTrimMarker(last.Text));
        ReadOnlySpan<char> rest = text.AsSpan(start).TrimStart(Lexer.Space);
        bool trimsBackward = rest.StartsWith("{{-", StringComparison.Ordinal) && rest.Length > 3 && Lexer.Space.Contains(rest[3]);
        Parser parser = new(source, trimsForward ? text.Length - rest.Length : start, functions);
        parser._variables.AddRange(prelude.Variables.Skip(1));
        foreach ((string name, ListNode body) in prelude.Templates)
        {
            parser._templates.Add(name, body);
        }
        ListNode root = parser.ParseRoot();
        IEnumerable<Node> before = trimsBackward ? TrimEnd(prelude.Root.Items) : prelude.Root.Items;
        return new ParsedTemplate(source, new ListNode(0, [.. before, .. root.Items]), parser._templates, parser._variables);
    }

    private static bool EndsInTrimMarker(ReadOnlySpan<char> text) => text.TrimEnd(Lexer.Space).EndsWith("-}}", StringComparison.Ordinal);

    private static IEnumerable<Node> TrimEnd(IReadOnlyList<Node> items) => items is [.., TextNode last]
        ? items.SkipLast(1).Append(last with { Text = last.Text.TrimEnd([.. Lexer.Space]) })
        : items;

    private ListNode ParseRoot()
    {
        List<Node> items = [];
        while (Peek().Kind != TokenKind.EndOfText)
        {
            if (Peek().Kind == TokenKind.ActionStart && PeekWord(1).Kind == TokenKind.Define)
            {
                ParseDefinition();
                continue;
            }
            items.Add(ParseTextOrAction());
        }
        return new ListNode(0, items);
    }

    private void ParseDefinition()
    {
        Token start = Next();
        NextWord();
        string name = ParseTemplateName("define");
        Expect(TokenKind.ActionEnd, "define");
        ListNode body = ParseTemplateBody(start.Start);
        AddTemplate(name, body, start.Start);
    }

    /// <summary>The body of a <c>define</c> or <c>block</c>: no variable and no loop of its surroundings is seen in it.</summary>
    private ListNode ParseTemplateBody(int start)
    {
        (List<string> variables, int rangeDepth) = (_variables, _rangeDepth);
        (_variables, _rangeDepth) = (["$"], 0);
        ListNode body = ParseList(start, out TokenKind end);
        if (end != TokenKind.End)
        {
            throw Unexpected(_tokens[_next - 1], "define");
        }
        Expect(TokenKind.ActionEnd, "end");
        (_variables, _rangeDepth) = (variables, rangeDepth);
        return body;
    }

    private void AddTemplate(string name, ListNode body, int position)
    {
        if (!_templates.TryGetValue(name, out ListNode? known) || IsBlank(known))
        {
            _templates[name] = body;
        }
        else if (!IsBlank(body))
        {
            throw new CosException(TemplateDiagnostics.TemplateDefinedTwice(
                _source.Locate(position), name, _source.Locate(known.Position).ToString()));
        }
    }

    private static bool IsBlank(ListNode list) => list.Items.All(item => item is TextNode text && string.IsNullOrWhiteSpace(text.Text));

    /// <summary>Items up to an <c>end</c> or <c>else</c>, whose word has then been read but not what follows it.</summary>
    private ListNode ParseList(int start, out TokenKind end)
    {
        Enter(start);
        List<Node> items = [];
        int position = Peek().Start;
        while (true)
        {
            if (Peek().Kind == TokenKind.EndOfText)
            {
                throw new CosException(TemplateDiagnostics.MissingEnd(_source.Locate(start)));
            }
            if (Peek().Kind == TokenKind.ActionStart && PeekWord(1).Kind is TokenKind.End or TokenKind.Else)
            {
                Next();
                end = NextWord().Kind;
                _nesting--;
                return new ListNode(position, items);
            }
            items.Add(ParseTextOrAction());
        }
    }

    private Node ParseTextOrAction()
    {
        Token token = Next();
        if (token.Kind == TokenKind.Text)
        {
            return new TextNode(token.Start, TextOf(token));
        }
        Token word = NextWord();
        switch (word.Kind)
        {
            case TokenKind.If:
                return ParseIf(token.Start);
            case TokenKind.Range:
                return ParseRange(token.Start);
            case TokenKind.With:
                return ParseWith(token.Start);
            case TokenKind.Block:
                return ParseBlock(token.Start);
            case TokenKind.Template:
                return ParseTemplate(token.Start);
            case TokenKind.Break:
                CheckInRange(word);
                return new BreakNode(token.Start);
            case TokenKind.Continue:
                CheckInRange(word);
                return new ContinueNode(token.Start);
            case TokenKind.Define or TokenKind.End or TokenKind.Else:
                throw new CosException(TemplateDiagnostics.MisplacedKeyword(_source.Locate(token.Start), TextOf(word)));
            default:
                _next--;
                return new ActionNode(token.Start, ParsePipeline("command", TokenKind.ActionEnd));
        }
    }

    private void CheckInRange(Token word)
    {
        Expect(TokenKind.ActionEnd, TextOf(word));
        if (_rangeDepth == 0)
        {
            throw new CosException(TemplateDiagnostics.MisplacedKeyword(_source.Locate(word.Start), TextOf(word)));
        }
    }

    private IfNode ParseIf(int start)
    {
        int variables = _variables.Count;
        List<IfBranch> branches = [];
        ListNode? otherwise = null;
        while (true)
        {
            PipeNode pipe = ParsePipeline("if", TokenKind.ActionEnd);
            ListNode body = ParseList(start, out TokenKind end);
            branches.Add(new IfBranch(pipe, body));
            if (end == TokenKind.Else && PeekWord(0).Kind == TokenKind.If)
            {
                NextWord();
                continue;
            }
            otherwise = ParseElse(start, end);
            PopVariables(variables);
            return new IfNode(start, branches, otherwise);
        }
    }

    private ListNode? ParseElse(int start, TokenKind end)
    {
        Expect(TokenKind.ActionEnd, end == TokenKind.Else ? "else" : "end");
        if (end == TokenKind.End)
        {
            return null;
        }
        ListNode body = ParseList(start, out TokenKind next);
        if (next != TokenKind.End)
        {
            throw new CosException(TemplateDiagnostics.MisplacedKeyword(_source.Locate(_tokens[_next - 1].Start), "else"));
        }
        Expect(TokenKind.ActionEnd, "end");
        return body;
    }

    private RangeNode ParseRange(int start)
    {
        int variables = _variables.Count;
        PipeNode pipe = ParsePipeline("range", TokenKind.ActionEnd);
        _rangeDepth++;
        ListNode body = ParseList(start, out TokenKind end);
        _rangeDepth--;
        ListNode? otherwise = ParseElse(start, end);
        PopVariables(variables);
        return new RangeNode(start, pipe, body, otherwise);
    }

    private WithNode ParseWith(int start)
    {
        int variables = _variables.Count;
        PipeNode pipe = ParsePipeline("with", TokenKind.ActionEnd);
        ListNode body = ParseList(start, out TokenKind end);
        ListNode? otherwise = ParseElse(start, end);
        PopVariables(variables);
        return new WithNode(start, pipe, body, otherwise);
    }

    private TemplateNode ParseBlock(int start)
    {
        string name = ParseTemplateName("block");
        PipeNode pipe = ParsePipeline("block", TokenKind.ActionEnd);
        AddTemplate(name, ParseTemplateBody(start), start);
        return new TemplateNode(start, name, pipe);
    }

    private TemplateNode ParseTemplate(int start)
    {
        string name = ParseTemplateName("template");
        if (PeekWord(0).Kind == TokenKind.ActionEnd)
        {
            NextWord();
            return new TemplateNode(start, name, null);
        }
        return new TemplateNode(start, name, ParsePipeline("template", TokenKind.ActionEnd));
    }

    private string ParseTemplateName(string context)
    {
        Token token = NextWord();
        return token.Kind is TokenKind.String or TokenKind.RawString ? Unquote(token) : throw Unexpected(token, context);
    }

    private void PopVariables(int count) => _variables.RemoveRange(count, _variables.Count - count);

    private void Enter(int position)
    {
        if (++_nesting > MaxNesting)
        {
            throw new CosException(TemplateDiagnostics.SourceNestedTooDeep(_source.Locate(position), MaxNesting));
        }
    }

    private Token Peek() => _tokens[_next];

    /// <summary>The token that follows <paramref name="ahead"/> others, whitespace not counted.</summary>
    private Token PeekWord(int ahead)
    {
        int index = _next + ahead;
        return _tokens[index].Kind == TokenKind.Space ? _tokens[index + 1] : _tokens[index];
    }

    private Token Next() => _tokens[_next++];

    private Token NextWord()
    {
        SkipSpace();
        return _tokens[_next++];
    }

    private void SkipSpace()
    {
        while (_tokens[_next].Kind == TokenKind.Space)
        {
            _next++;
        }
    }

    private void Expect(TokenKind kind, string context)
    {
        Token token = NextWord();
        if (token.Kind != kind)
        {
            throw Unexpected(token, context);
        }
    }

    private string TextOf(Token token) => _source.Text.Substring(token.Start, token.Length);

    private CosException Unexpected(Token token, string context)
    {
        string text = token.Kind is TokenKind.EndOfText ? "the end of the file" : TextOf(token).Trim();
        return new CosException(TemplateDiagnostics.UnexpectedToken(_source.Locate(token.Start), text, context));
    }
}
