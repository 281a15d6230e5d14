using System.Numerics;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Compares values as <c>eq</c>, <c>lt</c> and their kin do: by kind, without conversion.</summary>
internal static class Comparison
{
    /// <summary>Whether two values are equal.</summary>
    public static bool AreEqual(FunctionCall call, object? a, object? b)
    {
        BasicKind kind = KindOf(a);
        if (kind != KindOf(b))
        {
            if (IsIntegerPair(kind, KindOf(b)))
            {
                return IntegerOf(a) == IntegerOf(b);
            }
            return a is null || b is null ? false : throw Incompatible(call, a, b);
        }
        return kind switch
        {
            BasicKind.Integer or BasicKind.Unsigned => IntegerOf(a) == IntegerOf(b),
            BasicKind.Float => (double)a! == (double)b!,
            BasicKind.None => AreSame(call, a, b),
            _ => a!.Equals(b),
        };
    }

    /// <summary>Whether one value is less than another.</summary>
    public static bool IsLess(FunctionCall call, object? a, object? b)
    {
        BasicKind kind = KindOf(a);
        BasicKind other = KindOf(b);
        if (kind == BasicKind.None || other == BasicKind.None)
        {
            object? wrong = kind == BasicKind.None ? a : b;
            throw call.Fail(wrong is null ? "a value that is absent has no order" : $"values of the type {GoType.Of(wrong)} have no order");
        }
        if (kind != other && !IsIntegerPair(kind, other))
        {
            throw Incompatible(call, a!, b!);
        }
        return kind switch
        {
            BasicKind.Integer or BasicKind.Unsigned => IntegerOf(a) < IntegerOf(b),
            BasicKind.Float => (double)a! < (double)b!,
            BasicKind.Text => GoText.Compare((string)a!, (string)b!) < 0,
            _ => throw call.Fail("booleans have no order"),
        };
    }

    /// <summary>Whether two values are equal that are neither numbers, strings nor booleans.</summary>
    private static bool AreSame(FunctionCall call, object? a, object? b)
    {
        if (a is not null && b is not null && GoType.Of(a).Kind != GoType.Of(b).Kind)
        {
            throw Incompatible(call, a, b);
        }
        if (IsNil(a) || IsNil(b))
        {
            return IsNil(a) && IsNil(b);
        }
        if (!GoType.Of(b!).IsComparable)
        {
            throw call.Fail($"values of the type {GoType.Of(b!)} cannot be compared; use deepEqual");
        }
        return a is GoObject left && b is GoObject right && left.Type == right.Type && left.IsSame(right);
    }

    private static bool IsNil(object? value) => value is null or GoList { IsNil: true } or GoMap { IsNil: true };

    private static bool IsIntegerPair(BasicKind a, BasicKind b) =>
        (a, b) is (BasicKind.Integer, BasicKind.Unsigned) or (BasicKind.Unsigned, BasicKind.Integer);

    private static BigInteger IntegerOf(object? value) =>
        value is ulong number ? number : Values.TryGetInteger(value, out long integer) ? integer : BigInteger.Zero;

    private static BasicKind KindOf(object? value) => value switch
    {
        null or GoList or GoMap or GoObject => BasicKind.None,
        bool => BasicKind.Bool,
        double => BasicKind.Float,
        string => BasicKind.Text,
        _ => GoType.Of(value).IsUnsigned ? BasicKind.Unsigned : BasicKind.Integer,
    };

    private static Cos.Sdk.Diagnostics.CosException Incompatible(FunctionCall call, object a, object b) =>
        call.Fail($"a value of the type {GoType.Of(a)} cannot be compared with one of the type {GoType.Of(b)}; convert one of them first");

    private enum BasicKind
    {
        None,
        Bool,
        Float,
        Integer,
        Text,
        Unsigned,
    }
}
