using System.Collections.Frozen;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>All functions that templates may call.</summary>
internal static class FunctionLibrary
{
    /// <summary>The functions by name.</summary>
    public static FrozenDictionary<string, Function> All { get; } = Create();

    /// <summary>The names alone.</summary>
    public static FrozenSet<string> Names { get; } = All.Keys.ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, Function> Create()
    {
        FunctionTable table = new();
        BuiltinFunctions.AddTo(table);
        return table.Functions.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
