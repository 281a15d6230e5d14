using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Dictionaries. <c>set</c>, <c>unset</c> and the merging functions change the one that they are given.</summary>
internal static class DictionaryFunctions
{
    private const int CopyWork = 5;

    public static void AddTo(FunctionTable table) => table
        .Add("dict", "any...", Create)
        .Add("get", "dict string", call => call.Map(0).TryGet(call.Text(1), out object? value) ? value : "")
        .Add("set", "dict string any", Set)
        .Add("unset", "dict string", Unset)
        .Add("hasKey", "dict string", call => call.Map(0).TryGet(call.Text(1), out _))
        .Add("keys", "dict...", call => GoList.OfStrings(call.Arguments.Cast<GoMap>().SelectMany(map => Keys(call, map))))
        .Add("values", "dict", call => GoList.Of([.. Keys(call, call.Map(0)).Select(key => call.Map(0)[key])]))
        .Add("pick", "dict string...", Pick)
        .Add("omit", "dict string...", Omit)
        .Add("pluck", "string dict...", Pluck)
        .Add("dig", "any...", Dig)
        .AddWithMust("merge", "dict dict...", call => Merge(call, overwrite: false))
        .AddWithMust("mergeOverwrite", "dict dict...", call => Merge(call, overwrite: true))
        .AddWithMust("deepCopy", "any", call => call[0] is null ? throw call.Fail("there is nothing to copy") : Copy(call, call[0]));

    private static IReadOnlyList<string> Keys(FunctionCall call, GoMap map)
    {
        call.Context.Charge(map.Count);
        return map.Keys;
    }

    private static object Create(FunctionCall call)
    {
        GoMap map = GoMap.Create();
        for (int i = 0; i < call.Count; i += 2)
        {
            map[Conversion.ToText(call, call[i])] = i + 1 < call.Count ? call[i + 1] : "";
        }
        return map;
    }

    private static object Set(FunctionCall call)
    {
        if (call.Map(0).IsNil)
        {
            throw call.Fail("there is no dictionary to add to");
        }
        call.Map(0)[call.Text(1)] = call[2];
        return call.Map(0);
    }

    private static object Unset(FunctionCall call)
    {
        call.Map(0).Remove(call.Text(1));
        return call.Map(0);
    }

    private static object Pick(FunctionCall call)
    {
        GoMap picked = GoMap.Create();
        foreach (object? key in call.From(1))
        {
            if (call.Map(0).TryGet((string)key!, out object? value))
            {
                picked[(string)key!] = value;
            }
        }
        return picked;
    }

    private static object Omit(FunctionCall call)
    {
        HashSet<string> omitted = [.. call.Arguments.Skip(1).Cast<string>()];
        GoMap rest = GoMap.Create();
        foreach (string key in Keys(call, call.Map(0)))
        {
            if (!omitted.Contains(key))
            {
                rest[key] = call.Map(0)[key];
            }
        }
        return rest;
    }

    private static object Pluck(FunctionCall call)
    {
        List<object?> found = [];
        foreach (object? map in call.From(1))
        {
            if (((GoMap)map!).TryGet(call.Text(0), out object? value))
            {
                found.Add(value);
            }
        }
        return GoList.Of([.. found]);
    }

    private static object? Dig(FunctionCall call)
    {
        if (call.Count < 3)
        {
            throw call.Fail("it takes at least a key, a default and a dictionary");
        }
        if (call.Arguments.Take(call.Count - 2).Any(key => key is not string))
        {
            throw call.Fail("its keys must be strings");
        }
        object? value = call[call.Count - 1];
        for (int i = 0; i < call.Count - 2; i++)
        {
            if (value is not GoMap map || map.Type != GoType.Dictionary)
            {
                throw call.Fail(i == 0 ? "its last argument is not a dictionary" : $"what '{call[i - 1]}' leads to is not a dictionary");
            }
            if (!map.TryGet(call.Text(i), out value))
            {
                return call[call.Count - 2];
            }
        }
        return value;
    }

    private static object Merge(FunctionCall call, bool overwrite)
    {
        GoMap target = call.Map(0).IsNil ? GoMap.Create() : call.Map(0);
        for (int i = 1; i < call.Count; i++)
        {
            Merge(call, target, call.Map(i), overwrite);
        }
        return target;
    }

    private static void Merge(FunctionCall call, GoMap target, GoMap source, bool overwrite)
    {
        using RenderContext.Nesting nesting = call.Context.Descend();
        foreach (string key in Keys(call, source).ToArray())
        {
            object? value = source[key];
            bool isEmpty = !target.TryGet(key, out object? old) || !Values.IsTrue(old);
            if (value is GoMap inner && !isEmpty)
            {
                if (old is GoMap outer && !ReferenceEquals(outer, inner))
                {
                    Merge(call, outer, inner, overwrite);
                }
            }
            else if (overwrite || (isEmpty && value is not null))
            {
                target[key] = value;
            }
        }
    }

    private static object? Copy(FunctionCall call, object? value)
    {
        using RenderContext.Nesting nesting = call.Context.Descend();
        call.Context.Charge(CopyWork);
        switch (value)
        {
            case GoList { IsNil: false } list:
                return new GoList(list.Type, [.. list.ToArray().Select(item => Copy(call, item))]);
            case GoMap { IsNil: false } map:
                GoMap copy = new(map.Type);
                foreach (string key in map.Keys)
                {
                    copy[key] = Copy(call, map[key]);
                }
                return copy;
            default:
                return value;
        }
    }
}
