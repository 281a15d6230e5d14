namespace Cos.Sdk.Templating.Runtime;

/// <summary>The kinds of types that values in templates have.</summary>
internal enum GoKind
{
    Interface,
    Bool,
    Int,
    Int64,
    Uint8,
    Uint32,
    Uint64,
    Float64,
    String,
    Slice,
    Map,
    Struct,
    Pointer,

    /// <summary>Not a kind of the language: the parameter of a builtin that takes anything as it is, absent values too.</summary>
    Value,
}
