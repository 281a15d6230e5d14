namespace Cos.Sdk.Templating.Runtime;

/// <summary>What every value can be asked.</summary>
internal static class Values
{
    /// <summary>Whether a condition takes the value as true: not nil, false, zero or empty.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        string text => text.Length > 0,
        GoList list => list.Count > 0,
        GoMap map => map.Count > 0,
        double number => number != 0,
        ulong number => number != 0,
        _ => !TryGetInteger(value, out long integer) || integer != 0,
    };

    /// <summary>The value that a type has when nothing was assigned.</summary>
    public static object? ZeroOf(GoType type) => type.Kind switch
    {
        GoKind.String => "",
        GoKind.Bool => false,
        GoKind.Int when type == GoType.Int => 0L,
        GoKind.Int64 when type == GoType.Int64 => new GoInt64(0),
        GoKind.Float64 => 0.0,
        GoKind.Slice => GoList.Nil(type),
        GoKind.Map => GoMap.Nil(type),
        _ => null,
    };

    /// <summary>The value of an integer that fits into 64 bits with a sign.</summary>
    public static bool TryGetInteger(object? value, out long integer)
    {
        (bool isInteger, integer) = value switch
        {
            long number => (true, number),
            GoInt64 number => (true, number.Value),
            byte number => (true, number),
            uint number => (true, number),
            ulong number and <= long.MaxValue => (true, (long)number),
            GoNamedInt named => (true, named.Value),
            _ => (false, 0),
        };
        return isInteger;
    }

    /// <summary>
    /// Whether two values are the same in type and content, as <c>deepEqual</c>, <c>has</c> and <c>uniq</c> see it: the <c>int</c> 1 and
    /// the <c>int64</c> 1 are not.
    /// </summary>
    public static bool DeepEquals(object? a, object? b, RenderContext context)
    {
        context.Charge(1);
        switch (a, b)
        {
            case (null, null):
                return true;
            case (null, _) or (_, null):
                return false;
            case (GoList left, GoList right):
                return left.Type == right.Type && left.IsNil == right.IsNil && ListsEqual(left, right, context);
            case (GoMap left, GoMap right):
                return left.Type == right.Type && left.IsNil == right.IsNil && MapsEqual(left, right, context);
            case (GoObject left, GoObject right):
                return left.Type == right.Type && left.IsSame(right);
            case (double left, double right):
                return left == right;
            default:
                return a.Equals(b);
        }
    }

    private static bool ListsEqual(GoList left, GoList right, RenderContext context)
    {
        using RenderContext.Nesting nesting = context.Descend();
        if (left.Count != right.Count)
        {
            return false;
        }
        for (int i = 0; i < left.Count; i++)
        {
            if (!DeepEquals(left[i], right[i], context))
            {
                return false;
            }
        }
        return true;
    }

    private static bool MapsEqual(GoMap left, GoMap right, RenderContext context)
    {
        using RenderContext.Nesting nesting = context.Descend();
        if (left.Count != right.Count)
        {
            return false;
        }
        foreach (string key in left.Keys)
        {
            if (!right.TryGet(key, out object? other) || !DeepEquals(left[key], other, context))
            {
                return false;
            }
        }
        return true;
    }
}
