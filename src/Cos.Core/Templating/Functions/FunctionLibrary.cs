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
        StringFunctions.AddTo(table);
        CaseFunctions.AddTo(table);
        WrapFunctions.AddTo(table);
        ListFunctions.AddTo(table);
        DictionaryFunctions.AddTo(table);
        IntegerFunctions.AddTo(table);
        FloatFunctions.AddTo(table);
        DefaultFunctions.AddTo(table);
        ReflectionFunctions.AddTo(table);
        EncodingFunctions.AddTo(table);
        CryptoFunctions.AddTo(table);
        DataFunctions.AddTo(table);
        RegexFunctions.AddTo(table);
        PathFunctions.AddTo(table);
        SemanticVersionFunctions.AddTo(table);
        UrlFunctions.AddTo(table);
        DateFunctions.AddTo(table);
        RefusedFunctions.AddTo(table);
        return table.Functions.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
