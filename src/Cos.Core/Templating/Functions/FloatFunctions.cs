using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Arithmetic with decimal fractions, and rounding.</summary>
internal static class FloatFunctions
{
    private const int OperationWork = 20;

    public static void AddTo(FunctionTable table) => table
        .Add("add1f", "any", call => Fold(call, call[0], [1L], DecimalNumber.Add))
        .Add("addf", "any...", call => Fold(call, 0.0, call.From(0), DecimalNumber.Add))
        .Add("subf", "any any...", call => Fold(call, call[0], call.From(1), DecimalNumber.Subtract))
        .Add("mulf", "any any...", call => Fold(call, call[0], call.From(1), DecimalNumber.Multiply))
        .Add("divf", "any any...", call => Fold(call, call[0], call.From(1), DecimalNumber.Divide))
        .Add("maxf", "any any...", call => Choose(call, Math.Max))
        .Add("minf", "any any...", call => Choose(call, Math.Min))
        .Add("floor", "any", call => Math.Floor(Conversion.ToFloat(call[0])))
        .Add("ceil", "any", call => Math.Ceiling(Conversion.ToFloat(call[0])))
        .Add("round", "any int float64...", Round)
        .Add("float64", "any", call => Conversion.ToFloat(call[0]));

    private static object Fold(
        FunctionCall call, object? first, ReadOnlySpan<object?> rest, Func<DecimalNumber, DecimalNumber, DecimalNumber?> operation)
    {
        DecimalNumber result = Read(call, first);
        foreach (object? value in rest)
        {
            result = operation(result, Read(call, value)) ?? throw call.Fail("a number cannot be divided by zero");
            call.Context.Charge(OperationWork + result.Size);
        }
        return result.ToDouble();
    }

    private static DecimalNumber Read(FunctionCall call, object? value)
    {
        double number = Conversion.ToFloat(value);
        return double.IsFinite(number) ? DecimalNumber.FromDouble(number) : throw call.Fail("a number is infinite or no number at all");
    }

    private static object Choose(FunctionCall call, Func<double, double, double> choose)
    {
        double result = Conversion.ToFloat(call[0]);
        foreach (object? value in call.From(1))
        {
            result = choose(result, Conversion.ToFloat(value));
        }
        return result;
    }

    private static object Round(FunctionCall call)
    {
        double threshold = call.Count > 2 ? (double)call[2]! : 0.5;
        double power = Math.Pow(10, call.Int(1));
        double digits = power * Conversion.ToFloat(call[0]);
        double fraction = digits - Math.Truncate(digits);
        return (fraction >= threshold ? Math.Ceiling(digits) : Math.Floor(digits)) / power;
    }
}
