using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Cos.Sdk.Validation;

/// <summary>
/// Reads the commands of simple shell scripts: words, quotes, comments, continued lines, redirections, <c>&amp;&amp;</c>, <c>||</c>, <c>;</c>, <c>|</c>.
/// Anything beyond (substitutions of commands, compound commands, functions, here documents) makes a script one that is not understood.
/// </summary>
internal sealed partial class ShellReader
{
    private static readonly HashSet<string> Reserved = new(
        ["if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case", "esac", "select", "function", "{", "}", "[[", "!", "time", "eval", "exec", "trap"],
        StringComparer.Ordinal);

    private readonly string _script;
    private readonly ImmutableArray<ShellCommand>.Builder _commands = ImmutableArray.CreateBuilder<ShellCommand>();
    private readonly List<ShellWord> _words = [];
    private readonly StringBuilder _word = new();
    private int _position;
    private int _line;
    private int _firstLine;
    private bool _hasWord;
    private bool _isLiteral = true;
    private bool _isPipedInto;
    private bool _hasRedirection;
    private bool _skipsWord;

    private ShellReader(string script) => _script = script;

    /// <summary>The commands in their order; null for a script that is not understood.</summary>
    public static ImmutableArray<ShellCommand>? Read(string script)
    {
        ShellReader reader = new(script);
        return reader.ReadAll() ? reader._commands.ToImmutable() : null;
    }

    private bool ReadAll()
    {
        while (_position < _script.Length)
        {
            if (!ReadNext(_script[_position++]))
            {
                return false;
            }
        }
        return EndCommand(pipes: false);
    }

    private bool ReadNext(char letter)
    {
        switch (letter)
        {
            case ' ' or '\t' or '\r':
                EndWord();
                return true;
            case '\n':
                bool ended = EndCommand(pipes: false);
                _line++;
                return ended;
            case '#' when !_hasWord:
                _position = _script.IndexOf('\n', _position) is >= 0 and int end ? end : _script.Length;
                return true;
            case '\\':
                return ReadEscape();
            case '\'':
                return ReadQuoted('\'');
            case '"':
                return ReadQuoted('"');
            case '`' or '(' or ')':
                return false;
            case '$' when Peek() == '(':
                return false;
            case '<' when Peek() == '<':
                return false;
            case '<' or '>':
                return ReadRedirection();
            case ';' when Peek() != ';':
                return EndCommand(pipes: false);
            case '&' when Peek() == '&':
                _position++;
                return EndCommand(pipes: false);
            case '&':
                return EndCommand(pipes: false);
            case '|':
                bool isOr = Peek() == '|';
                _position += isOr ? 1 : 0;
                return EndCommand(pipes: !isOr);
            default:
                Append(letter, letter is not ('$' or '*' or '?' or '[' or '{' or '~'));
                return true;
        }
    }

    private char Peek() => _position < _script.Length ? _script[_position] : '\0';

    private void Append(char letter, bool isLiteral)
    {
        if (!_hasWord && _words.Count == 0)
        {
            _firstLine = _line;
        }
        _hasWord = true;
        _isLiteral &= isLiteral;
        _word.Append(letter);
    }

    private bool ReadEscape()
    {
        if (_position == _script.Length)
        {
            return false;
        }
        char letter = _script[_position++];
        if (letter == '\n')
        {
            _line++;
        }
        else
        {
            Append(letter, isLiteral: true);
        }
        return true;
    }

    private bool ReadQuoted(char quote)
    {
        _hasWord = true;
        while (_position < _script.Length)
        {
            char letter = _script[_position++];
            if (letter == quote)
            {
                return true;
            }
            if (quote == '"' && (letter == '`' || (letter == '$' && Peek() == '(')))
            {
                return false;
            }
            _line += letter == '\n' ? 1 : 0;
            if (quote == '"' && letter == '\\' && Peek() is '"' or '\\' or '$')
            {
                letter = _script[_position++];
                Append(letter, isLiteral: true);
                continue;
            }
            Append(letter, isLiteral: quote == '\'' || letter != '$');
        }
        return false;
    }

    /// <summary>The word in front is a number of a file, the one behind its name.</summary>
    private bool ReadRedirection()
    {
        if (_hasWord && _word.ToString().All(char.IsAsciiDigit))
        {
            (_hasWord, _isLiteral) = (false, true);
            _word.Clear();
        }
        EndWord();
        while (Peek() is '>' or '&' or '|')
        {
            _position++;
        }
        _hasRedirection = true;
        _skipsWord = true;
        return Peek() != '(';
    }

    private void EndWord()
    {
        if (!_hasWord)
        {
            return;
        }
        string text = _word.ToString();
        if (_skipsWord)
        {
            _skipsWord = false;
        }
        else if (_words.Count > 0 || !Assignment().IsMatch(text))
        {
            _words.Add(new ShellWord(text, _isLiteral));
        }
        _word.Clear();
        (_hasWord, _isLiteral) = (false, true);
    }

    private bool EndCommand(bool pipes)
    {
        EndWord();
        if (_words.Count == 0)
        {
            // "a |" at the end of a line goes on in the next.
            _isPipedInto |= pipes;
            (_hasRedirection, _skipsWord) = (false, false);
            return true;
        }
        if (Reserved.Contains(_words[0].Text))
        {
            return false;
        }
        _commands.Add(new ShellCommand([.. _words], _firstLine, _isPipedInto, _hasRedirection));
        _words.Clear();
        (_isPipedInto, _hasRedirection, _skipsWord) = (pipes, false, false);
        return true;
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*=", RegexOptions.CultureInvariant)]
    private static partial Regex Assignment();
}
