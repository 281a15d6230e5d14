using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Lists. None of these changes a list that it is given.</summary>
internal static class ListFunctions
{
    public static void AddTo(FunctionTable table) => table
        .Add("list", "any...", call => GoList.Of([.. call.Arguments]))
        .Add("tuple", "any...", call => GoList.Of([.. call.Arguments]))
        .AddWithMust("first", "any", call => Items(call, 0) is [var item, ..] ? item : null)
        .AddWithMust("last", "any", call => Items(call, 0) is [.., var item] ? item : null)
        .AddWithMust("rest", "any", call => Items(call, 0) is [_, .. var items] ? GoList.Of(items) : GoList.Nil(GoType.List))
        .AddWithMust("initial", "any", call => Items(call, 0) is [.. var items, _] ? GoList.Of(items) : GoList.Nil(GoType.List))
        .AddWithMust("append", "any any", call => GoList.Of([.. Items(call, 0), call[1]]))
        .AddWithMust("push", "any any", call => GoList.Of([.. Items(call, 0), call[1]]))
        .AddWithMust("prepend", "any any", call => GoList.Of([call[1], .. Items(call, 0)]))
        .Add("concat", "any...", Concatenate)
        .AddWithMust("reverse", "any", call => GoList.Of([.. Items(call, 0).Reverse()]))
        .AddWithMust("uniq", "any", Distinct)
        .AddWithMust("without", "any any...", Without)
        .AddWithMust("has", "any any", call => call[1] is not null && Contains(call, Items(call, 1), call[0]))
        .AddWithMust("compact", "any", call => GoList.Of([.. Items(call, 0).Where(Values.IsTrue)]))
        .AddWithMust("slice", "any any...", Slice)
        .AddWithMust("chunk", "int any", Chunk)
        .Add("sortAlpha", "any", call => Sort(call))
        .Add("toStrings", "any", call => GoList.OfStrings(Conversion.ToTexts(call, call[0])))
        .Add("join", "string any", call => Join(call, call.Text(0), Conversion.ToTexts(call, call[1])));

    /// <summary>Texts with a separator between them.</summary>
    public static string Join(FunctionCall call, string separator, List<string> texts)
    {
        TextSink joined = call.CreateText();
        for (int i = 0; i < texts.Count; i++)
        {
            joined.Append(i > 0 ? separator : "").Append(texts[i]);
        }
        return joined.ToString();
    }

    /// <summary>The elements of an argument that must be a list.</summary>
    public static object?[] Items(FunctionCall call, int index)
    {
        if (call[index] is not GoList list)
        {
            throw call.Fail(call[index] is { } value ? $"it takes a list, not a value of the type {GoType.Of(value)}" : "there is no list");
        }
        call.Context.Charge(list.Count);
        return list.ToArray();
    }

    private static GoList Sort(FunctionCall call) => call[0] is GoList
        ? GoList.OfStrings(Conversion.ToTexts(call, call[0]).Order(Comparer<string>.Create(GoText.Compare)))
        : GoList.OfStrings([Conversion.ToText(call, call[0])]);

    private static object Concatenate(FunctionCall call)
    {
        List<object?> items = [];
        for (int i = 0; i < call.Count; i++)
        {
            items.AddRange(Items(call, i));
        }
        return items.Count > 0 ? GoList.Of([.. items]) : GoList.Nil(GoType.List);
    }

    private static object Distinct(FunctionCall call)
    {
        List<object?> distinct = [];
        foreach (object? item in Items(call, 0))
        {
            if (!Contains(call, distinct, item))
            {
                distinct.Add(item);
            }
        }
        return GoList.Of([.. distinct]);
    }

    private static object Without(FunctionCall call)
    {
        object?[] omitted = call.From(1).ToArray();
        return GoList.Of([.. Items(call, 0).Where(item => !Contains(call, omitted, item))]);
    }

    private static bool Contains(FunctionCall call, IReadOnlyList<object?> items, object? sought)
    {
        foreach (object? item in items)
        {
            if (Values.DeepEquals(sought, item, call.Context))
            {
                return true;
            }
        }
        return false;
    }

    private static object? Slice(FunctionCall call)
    {
        object?[] items = Items(call, 0);
        if (items.Length == 0)
        {
            return null;
        }
        long start = call.Count > 1 ? Conversion.ToInteger(call[1]) : 0;
        long end = call.Count > 2 ? Conversion.ToInteger(call[2]) : items.Length;
        return start >= 0 && start <= end && end <= items.Length
            ? new GoList(((GoList)call[0]!).Type, items[(int)start..(int)end])
            : throw call.Fail($"there is no part from {start} to {end} in a list of {items.Length}");
    }

    private static object Chunk(FunctionCall call)
    {
        object?[] items = Items(call, 1);
        long size = call.Int(0);
        if (size <= 0)
        {
            throw call.Fail("the size of the parts must be greater than 0");
        }
        return new GoList(GoType.ListOfLists, [.. items.Chunk((int)Math.Min(size, int.MaxValue)).Select(part => GoList.Of(part))]);
    }
}
