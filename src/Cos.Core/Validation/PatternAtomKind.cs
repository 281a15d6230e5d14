namespace Cos.Sdk.Validation;

/// <summary>What a part of a regular expression does.</summary>
internal enum PatternAtomKind
{
    /// <summary>Takes this letter.</summary>
    Literal,

    /// <summary>Takes one letter of several.</summary>
    One,

    /// <summary>May take letters or none.</summary>
    Unknown,

    /// <summary>Holds at the beginning.</summary>
    Begin,

    /// <summary>Holds at the end.</summary>
    End,
}
