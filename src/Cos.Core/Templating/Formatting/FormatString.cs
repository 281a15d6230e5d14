using System.Globalization;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Formatting;

/// <summary>Interprets the format of <c>printf</c>; whatever does not fit is reported inside the text, as Go does.</summary>
internal sealed class FormatString
{
    private const int MaxNumber = 1_000_000;

    private readonly string _format;
    private readonly object?[] _arguments;
    private readonly TextSink _sink;
    private readonly ValueFormatter _formatter;
    private int _position;
    private int _argument;
    private bool _reordered;
    private bool _goodIndex;
    private bool _afterIndex;

    private FormatString(string format, object?[] arguments, TextSink sink, RenderContext context)
    {
        _format = format;
        _arguments = arguments;
        _sink = sink;
        _formatter = new ValueFormatter(sink, context);
    }

    /// <summary>Formats the arguments.</summary>
    public static string Format(string format, object?[] arguments, RenderContext context)
    {
        TextSink sink = new(context);
        new FormatString(format, arguments, sink, context).Run();
        return sink.ToString();
    }

    private void Run()
    {
        while (true)
        {
            int percent = _format.IndexOf('%', _position);
            _sink.Append(_format.AsSpan(_position, (percent < 0 ? _format.Length : percent) - _position));
            if (percent < 0)
            {
                break;
            }
            _position = percent + 1;
            _goodIndex = true;
            _afterIndex = false;
            ReadFlags();
            ReadWidth();
            ReadPrecision();
            if (!_afterIndex)
            {
                ReadArgumentIndex();
            }
            if (_position >= _format.Length)
            {
                _sink.Append("%!(NOVERB)");
                break;
            }
            PrintVerb();
        }
        if (!_reordered && _argument < _arguments.Length)
        {
            PrintExtra();
        }
    }

    private void ReadFlags()
    {
        FormatFlags flags = _formatter.Flags;
        flags.Clear();
        for (; _position < _format.Length; _position++)
        {
            switch (_format[_position])
            {
                case '#':
                    flags.Sharp = true;
                    break;
                case '0':
                    flags.Zero = !flags.Minus;
                    break;
                case '+':
                    flags.Plus = true;
                    break;
                case '-':
                    flags.Minus = true;
                    flags.Zero = false;
                    break;
                case ' ':
                    flags.Space = true;
                    break;
                default:
                    return;
            }
        }
    }

    private void ReadWidth()
    {
        ReadArgumentIndex();
        FormatFlags flags = _formatter.Flags;
        if (_position < _format.Length && _format[_position] == '*')
        {
            _position++;
            flags.Width = TakeNumber();
            if (flags.Width is null)
            {
                _sink.Append("%!(BADWIDTH)");
            }
            if (flags.Width < 0)
            {
                flags.Width = -flags.Width;
                flags.Minus = true;
                flags.Zero = false;
            }
            _afterIndex = false;
            return;
        }
        flags.Width = ReadNumber();
        if (_afterIndex && flags.Width is not null)
        {
            _goodIndex = false;
        }
    }

    private void ReadPrecision()
    {
        if (_position + 1 > _format.Length || _position >= _format.Length || _format[_position] != '.')
        {
            return;
        }
        _position++;
        if (_afterIndex)
        {
            _goodIndex = false;
        }
        ReadArgumentIndex();
        FormatFlags flags = _formatter.Flags;
        if (_position < _format.Length && _format[_position] == '*')
        {
            _position++;
            flags.Precision = TakeNumber();
            if (flags.Precision < 0)
            {
                flags.Precision = null;
            }
            if (flags.Precision is null)
            {
                _sink.Append("%!(BADPREC)");
            }
            _afterIndex = false;
            return;
        }
        flags.Precision = ReadNumber() ?? 0;
    }

    private int? ReadNumber()
    {
        int start = _position;
        long number = 0;
        while (_position < _format.Length && char.IsAsciiDigit(_format[_position]))
        {
            number = Math.Min((number * 10) + _format[_position] - '0', MaxNumber + 1L);
            _position++;
        }
        if (number > MaxNumber)
        {
            _position = _format.Length;
            return null;
        }
        return _position == start ? null : (int)number;
    }

    private int? TakeNumber()
    {
        if (_argument >= _arguments.Length)
        {
            return null;
        }
        object? value = _arguments[_argument++];
        return value is not GoNamedInt && Values.TryGetInteger(value, out long number) && number is >= -MaxNumber and <= MaxNumber
            ? (int)number
            : null;
    }

    /// <summary>An explicit argument number in brackets, from 1.</summary>
    private void ReadArgumentIndex()
    {
        _afterIndex = false;
        if (_position >= _format.Length || _format[_position] != '[')
        {
            return;
        }
        _reordered = true;
        int close = _format.IndexOf(']', _position);
        if (close < 0)
        {
            _goodIndex = false;
            _position++;
            return;
        }
        ReadOnlySpan<char> digits = _format.AsSpan(_position + 1, close - _position - 1);
        _position = close + 1;
        _afterIndex = true;
        bool isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int index);
        if (!isNumber || index < 1 || index > _arguments.Length)
        {
            _goodIndex = false;
            return;
        }
        _argument = index - 1;
    }

    private void PrintVerb()
    {
        int length = char.IsSurrogatePair(_format, _position) ? 2 : 1;
        string verb = _format.Substring(_position, length);
        _position += length;
        if (verb == "%")
        {
            _sink.Append('%');
        }
        else if (!_goodIndex)
        {
            _sink.Append("%!").Append(verb).Append("(BADINDEX)");
        }
        else if (_argument >= _arguments.Length)
        {
            _sink.Append("%!").Append(verb).Append("(MISSING)");
        }
        else
        {
            PrintArgument(_arguments[_argument++], verb);
        }
    }

    private void PrintArgument(object? value, string verb)
    {
        FormatFlags flags = _formatter.Flags;
        if (verb == "T")
        {
            _formatter.PrintType(value);
            return;
        }
        if (verb == "v")
        {
            flags.SharpV = flags.Sharp;
            flags.Sharp = false;
            flags.PlusV = flags.Plus;
            flags.Plus = false;
        }
        _formatter.Print(value, verb[0]);
    }

    private void PrintExtra()
    {
        _formatter.Flags.Clear();
        _sink.Append("%!(EXTRA ");
        for (int i = _argument; i < _arguments.Length; i++)
        {
            _sink.Append(i > _argument ? ", " : "");
            if (_arguments[i] is { } value)
            {
                _sink.Append(GoType.Of(value).Name).Append('=');
                _formatter.Print(value, 'v');
            }
            else
            {
                _sink.Append("<nil>");
            }
        }
        _sink.Append(')');
    }
}
