namespace Cos.Sdk.Versions;

/// <summary>How one term of a constraint compares.</summary>
internal enum ConstraintOperator
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>></c></summary>
    Greater,

    /// <summary><c>>=</c></summary>
    GreaterOrEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>~></c>: at least this, with all but the last of its numbers the same.</summary>
    Compatible,
}
