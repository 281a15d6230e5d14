using System.Globalization;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Templating.Syntax;

/// <summary>Cuts the glued text into tokens; whitespace inside actions is a token, because it ends an operand.</summary>
internal sealed class Lexer
{
    private const string Open = "{{";
    private const string Close = "}}";
    private const string TrimmedClose = "-}}";

    /// <summary>What counts as whitespace.</summary>
    public const string Space = " \t\r\n";

    private static readonly Dictionary<string, TokenKind> Keywords = new(StringComparer.Ordinal)
    {
        ["block"] = TokenKind.Block,
        ["break"] = TokenKind.Break,
        ["continue"] = TokenKind.Continue,
        ["define"] = TokenKind.Define,
        ["else"] = TokenKind.Else,
        ["end"] = TokenKind.End,
        ["false"] = TokenKind.Bool,
        ["if"] = TokenKind.If,
        ["nil"] = TokenKind.Nil,
        ["range"] = TokenKind.Range,
        ["template"] = TokenKind.Template,
        ["true"] = TokenKind.Bool,
        ["with"] = TokenKind.With,
    };

    private readonly SourceText _source;
    private readonly string _text;
    private readonly List<Token> _tokens = [];
    private readonly Stack<int> _parentheses = new();
    private int _position;

    private Lexer(SourceText source, int start)
    {
        _source = source;
        _text = source.Text;
        _position = start;
    }

    /// <summary>All tokens of the text from an offset on, the last of kind <see cref="TokenKind.EndOfText"/>.</summary>
    public static List<Token> Read(SourceText source, int start)
    {
        Lexer lexer = new(source, start);
        lexer.ReadText();
        return lexer._tokens;
    }

    private void ReadText()
    {
        while (true)
        {
            int open = _text.IndexOf(Open, _position, StringComparison.Ordinal);
            if (open < 0)
            {
                AddText(_position, _text.Length);
                _tokens.Add(new Token(TokenKind.EndOfText, _text.Length, 0));
                return;
            }
            bool trims = IsTrimMarker(open + Open.Length);
            int end = open;
            while (trims && end > _position && IsSpace(_text[end - 1]))
            {
                end--;
            }
            AddText(_position, end);
            int inside = open + Open.Length + (trims ? 2 : 0);
            if (string.CompareOrdinal(_text, inside, "/*", 0, 2) == 0)
            {
                SkipComment(open, inside);
                continue;
            }
            _tokens.Add(new Token(TokenKind.ActionStart, open, inside - open));
            _position = inside;
            _parentheses.Clear();
            ReadAction(open);
        }
    }

    private void AddText(int start, int end)
    {
        if (end > start)
        {
            _tokens.Add(new Token(TokenKind.Text, start, end - start));
        }
    }

    private void SkipComment(int open, int start)
    {
        int end = _text.IndexOf("*/", start + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            throw Fail(TemplateDiagnostics.UnclosedComment(_source.Locate(open)));
        }
        _position = end + 2;
        if (!TryReadClose(addToken: false))
        {
            throw Fail(TemplateDiagnostics.CommentNotClosedByAction(_source.Locate(open)));
        }
    }

    private void ReadAction(int open)
    {
        while (true)
        {
            if (AtClose())
            {
                if (_parentheses.Count > 0)
                {
                    throw Fail(TemplateDiagnostics.UnbalancedParenthesis(_source.Locate(_parentheses.Peek()), "("));
                }
                TryReadClose(addToken: true);
                return;
            }
            if (_position >= _text.Length)
            {
                throw Fail(TemplateDiagnostics.UnclosedAction(_source.Locate(open)));
            }
            ReadToken();
        }
    }

    private void ReadToken()
    {
        char c = _text[_position];
        switch (c)
        {
            case ' ' or '\t' or '\r' or '\n':
                ReadSpace();
                break;
            case '=':
                Add(TokenKind.Assign, 1);
                break;
            case ':':
                if (Peek(1) != '=')
                {
                    throw Unexpected(_position);
                }
                Add(TokenKind.Declare, 2);
                break;
            case '|':
                Add(TokenKind.Pipe, 1);
                break;
            case ',':
                Add(TokenKind.Comma, 1);
                break;
            case '(':
                _parentheses.Push(_position);
                Add(TokenKind.LeftParenthesis, 1);
                break;
            case ')':
                if (!_parentheses.TryPop(out _))
                {
                    throw Fail(TemplateDiagnostics.UnbalancedParenthesis(_source.Locate(_position), ")"));
                }
                Add(TokenKind.RightParenthesis, 1);
                break;
            case '"':
                ReadQuoted(TokenKind.String);
                break;
            case '\'':
                ReadQuoted(TokenKind.CharConstant);
                break;
            case '`':
                ReadRawString();
                break;
            case '$':
                ReadName(TokenKind.Variable, TokenKind.Variable);
                break;
            case '.' when !char.IsAsciiDigit(Peek(1)):
                ReadName(TokenKind.Field, TokenKind.Dot);
                break;
            case '.' or '+' or '-' or (>= '0' and <= '9'):
                ReadNumber();
                break;
            default:
                ReadWord();
                break;
        }
    }

    private void ReadSpace()
    {
        int start = _position;
        while (_position < _text.Length && IsSpace(_text[_position]) && !AtClose())
        {
            _position++;
        }
        _tokens.Add(new Token(TokenKind.Space, start, _position - start));
    }

    private void ReadQuoted(TokenKind kind)
    {
        int start = _position;
        char quote = _text[start];
        for (_position++; _position < _text.Length; _position++)
        {
            char c = _text[_position];
            if (c == '\\' && Peek(1) is not ('\n' or '\0'))
            {
                _position++;
            }
            else if (c is '\n' or '\\')
            {
                break;
            }
            else if (c == quote)
            {
                _position++;
                _tokens.Add(new Token(kind, start, _position - start));
                return;
            }
        }
        throw Fail(TemplateDiagnostics.UnclosedString(_source.Locate(start)));
    }

    private void ReadRawString()
    {
        int end = _text.IndexOf('`', _position + 1);
        if (end < 0)
        {
            throw Fail(TemplateDiagnostics.UnclosedString(_source.Locate(_position)));
        }
        Add(TokenKind.RawString, end + 1 - _position);
    }

    /// <summary>A field or variable: the sign and the letters after it. Without letters it is <paramref name="bare"/>.</summary>
    private void ReadName(TokenKind kind, TokenKind bare)
    {
        int start = _position++;
        if (AtTerminator())
        {
            _tokens.Add(new Token(bare, start, 1));
            return;
        }
        SkipLetters();
        if (!AtTerminator() || _position == start + 1)
        {
            throw Unexpected(_position);
        }
        _tokens.Add(new Token(kind, start, _position - start));
    }

    private void ReadWord()
    {
        int start = _position;
        SkipLetters();
        if (_position == start)
        {
            if (_text[start] is > ' ' and < '\x7f')
            {
                Add(TokenKind.Char, 1);
                return;
            }
            throw Unexpected(start);
        }
        if (!AtTerminator())
        {
            throw Unexpected(_position);
        }
        string word = _text[start.._position];
        _tokens.Add(new Token(Keywords.GetValueOrDefault(word, TokenKind.Identifier), start, word.Length));
    }

    private void ReadNumber()
    {
        int start = _position;
        Accept("+-");
        string digits = "0123456789_";
        if (Accept("0"))
        {
            digits = Accept("xX") ? "0123456789abcdefABCDEF_" : Accept("oO") ? "01234567_" : Accept("bB") ? "01_" : digits;
        }
        AcceptAll(digits);
        if (Accept("."))
        {
            AcceptAll(digits);
        }
        if ((digits.Length == 11 && Accept("eE")) || (digits.Length == 23 && Accept("pP")))
        {
            Accept("+-");
            AcceptAll("0123456789_");
        }
        if (_position < _text.Length && LetterLength(_position) > 0)
        {
            SkipLetters();
            throw Fail(TemplateDiagnostics.BadNumber(_source.Locate(start), _text[start.._position]));
        }
        _tokens.Add(new Token(TokenKind.Number, start, _position - start));
    }

    private bool AtClose() =>
        StartsWith(_position, Close)
        || (_position < _text.Length && IsSpace(_text[_position]) && StartsWith(_position + 1, TrimmedClose));

    /// <summary>Steps over <c>}}</c> or <c> -}}</c> and, after the latter, the whitespace behind it.</summary>
    private bool TryReadClose(bool addToken)
    {
        if (!AtClose())
        {
            return false;
        }
        bool trims = _text[_position] != '}';
        int length = trims ? TrimmedClose.Length + 1 : Close.Length;
        if (addToken)
        {
            _tokens.Add(new Token(TokenKind.ActionEnd, _position, length));
        }
        _position += length;
        while (trims && _position < _text.Length && IsSpace(_text[_position]))
        {
            _position++;
        }
        return true;
    }

    private bool AtTerminator() =>
        _position >= _text.Length || IsSpace(_text[_position]) || _text[_position] is '.' or ',' or '|' or ':' or ')' or '(' or '}';

    private void SkipLetters()
    {
        while (_position < _text.Length && LetterLength(_position) is > 0 and int length)
        {
            _position += length;
        }
    }

    /// <summary>How many UTF-16 units the letter, digit or underscore at this place has; 0 when there is none.</summary>
    private int LetterLength(int position)
    {
        char c = _text[position];
        if (c < 0x80)
        {
            return char.IsAsciiLetterOrDigit(c) || c == '_' ? 1 : 0;
        }
        UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(_text, position);
        bool isLetter = category is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber;
        return !isLetter ? 0 : char.IsSurrogatePair(_text, position) ? 2 : 1;
    }

    private bool Accept(string characters)
    {
        if (_position < _text.Length && characters.Contains(_text[_position]))
        {
            _position++;
            return true;
        }
        return false;
    }

    private void AcceptAll(string characters)
    {
        while (Accept(characters))
        {
        }
    }

    private void Add(TokenKind kind, int length)
    {
        _tokens.Add(new Token(kind, _position, length));
        _position += length;
    }

    private bool IsTrimMarker(int position) =>
        position + 1 < _text.Length && _text[position] == '-' && IsSpace(_text[position + 1]);

    private bool StartsWith(int position, string value) =>
        position <= _text.Length && _text.AsSpan(position).StartsWith(value, StringComparison.Ordinal);

    private char Peek(int ahead) => _position + ahead < _text.Length ? _text[_position + ahead] : '\0';

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n';

    private CosException Unexpected(int position)
    {
        string found = position >= _text.Length ? "The end of the file"
            : char.IsSurrogatePair(_text, position) ? $"'{_text.Substring(position, 2)}'"
            : _text[position] < ' ' ? $"Character {(int)_text[position]}"
            : $"'{_text[position]}'";
        return Fail(TemplateDiagnostics.UnexpectedCharacter(_source.Locate(position), found));
    }

    private static CosException Fail(Diagnostic diagnostic) => new(diagnostic);
}
