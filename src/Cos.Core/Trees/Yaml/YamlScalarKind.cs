namespace Cos.Sdk.Trees.Yaml;

/// <summary>What YAML 1.1 reads a scalar as.</summary>
internal enum YamlScalarKind
{
    /// <summary>A text. Dates are texts too.</summary>
    String,

    /// <summary><c>~</c>, <c>null</c> or nothing.</summary>
    Null,

    /// <summary>One of <c>true false yes no on off y n</c> in a usual case.</summary>
    Boolean,

    /// <summary>Decimal, <c>0x</c>, <c>0b</c>, <c>0o</c> or, after a leading zero, octal; <c>_</c> may part the digits.</summary>
    Integer,

    /// <summary>With a point, an exponent, or beyond 64 bits.</summary>
    Float,
}
