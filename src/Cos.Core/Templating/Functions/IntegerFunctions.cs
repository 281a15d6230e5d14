using System.Globalization;
using System.Numerics;
using Cos.Sdk.Templating.Formatting;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Arithmetic with integers, and ranges of them. Results of arithmetic are of the type <c>int64</c> and wrap around.</summary>
internal static class IntegerFunctions
{
    public static void AddTo(FunctionTable table) => table
        .Add("add", "any...", call => Fold(0, call.From(0), (a, b) => a + b))
        .Add("add1", "any", call => Fold(1, call.From(0), (a, b) => a + b))
        .Add("sub", "any any", call => Fold(Conversion.ToInteger(call[0]), call.From(1), (a, b) => a - b))
        .Add("mul", "any any...", call => Fold(Conversion.ToInteger(call[0]), call.From(1), (a, b) => a * b))
        .Add("div", "any any", call => Fold(Conversion.ToInteger(call[0]), NotZero(call), BigInteger.Divide))
        .Add("mod", "any any", call => Fold(Conversion.ToInteger(call[0]), NotZero(call), BigInteger.Remainder))
        .Add("max", "any any...", call => Fold(Conversion.ToInteger(call[0]), call.From(1), BigInteger.Max))
        .Add("biggest", "any any...", call => Fold(Conversion.ToInteger(call[0]), call.From(1), BigInteger.Max))
        .Add("min", "any any...", call => Fold(Conversion.ToInteger(call[0]), call.From(1), BigInteger.Min))
        .Add("int", "any", call => Conversion.ToInteger(call[0]))
        .Add("int64", "any", call => new GoInt64(Conversion.ToInteger(call[0])))
        .Add("atoi", "string", call => Conversion.ParseDecimalClamped(call.Text(0)))
        .Add("toDecimal", "any", call => new GoInt64(ParseOctal(ValuePrinter.Print(call[0], call.Context))))
        .Add("until", "int", call => ToList(call, 0, call.Int(0), call.Int(0) < 0 ? -1 : 1))
        .Add("untilStep", "int int int", call => ToList(call, call.Int(0), call.Int(1), call.Int(2)))
        .Add("seq", "int...", Sequence);

    private static GoInt64 Fold(BigInteger first, ReadOnlySpan<object?> rest, Func<BigInteger, BigInteger, BigInteger> operation)
    {
        BigInteger result = first;
        foreach (object? value in rest)
        {
            result = Conversion.Wrap(operation(result, Conversion.ToInteger(value))).Value;
        }
        return Conversion.Wrap(result);
    }

    private static ReadOnlySpan<object?> NotZero(FunctionCall call) =>
        Conversion.ToInteger(call[1]) != 0 ? call.From(1) : throw call.Fail("a number cannot be divided by zero");

    private static long ParseOctal(string text)
    {
        bool negative = text.StartsWith('-');
        string digits = text.StartsWith('-') || text.StartsWith('+') ? text[1..] : text;
        if (digits.Length is 0 or > 100 || digits.AsSpan().ContainsAnyExceptInRange('0', '7'))
        {
            return 0;
        }
        BigInteger value = digits.Aggregate(BigInteger.Zero, (sum, c) => (sum * 8) + (c - '0'));
        value = negative ? -value : value;
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : 0;
    }

    private static GoList ToList(FunctionCall call, long start, long stop, long step)
    {
        call.Context.ChargeText(CountOf(start, stop, step));
        return new GoList(GoType.IntList, [.. Range(start, stop, step).Select(value => (object?)value)]);
    }

    private static string Sequence(FunctionCall call)
    {
        long[] numbers = [.. call.Arguments.Select(argument => (long)argument!)];
        (long Start, long Stop, long Step)? range = numbers switch
        {
            [long end] => (1, end + Direction(1, end), Direction(1, end)),
            [long start, long end] => (start, end + Direction(start, end), Direction(start, end)),
            [long start, long step, long end] when end >= start || step <= 0 => (start, end + Direction(start, end), step),
            _ => null,
        };
        if (range is not { } found)
        {
            return "";
        }
        call.Context.ChargeText(CountOf(found.Start, found.Stop, found.Step));
        TextSink text = call.CreateText();
        foreach (long number in Range(found.Start, found.Stop, found.Step))
        {
            text.Append(text.Length > 0 ? " " : "").Append(number.ToString(CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    private static long Direction(long start, long end) => end < start ? -1 : 1;

    private static long CountOf(long start, long stop, long step)
    {
        Int128 distance = (Int128)stop - start;
        return step == 0 || distance == 0 || distance < 0 != step < 0
            ? 0
            : (long)Int128.Min(long.MaxValue, (Int128.Abs(distance) + Int128.Abs(step) - 1) / Int128.Abs(step));
    }

    private static IEnumerable<long> Range(long start, long stop, long step)
    {
        long count = CountOf(start, stop, step);
        for (long i = 0; i < count; i++)
        {
            yield return start + (i * step);
        }
    }
}
