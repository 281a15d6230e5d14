namespace Cos.Sdk.Diagnostics;

/// <summary>A place in a file that a user wrote.</summary>
/// <param name="File">Absolute path, so that IDEs and terminals can open it.</param>
/// <param name="Line">1-based; 0 when only the file is known.</param>
/// <param name="Column">1-based, in UTF-16 units; 0 when only the line is known.</param>
internal sealed record SourceLocation(string File, int Line = 0, int Column = 0)
{
    /// <inheritdoc />
    public override string ToString() => (Line, Column) switch
    {
        (0, _) => File,
        (_, 0) => $"{File}({Line})",
        _ => $"{File}({Line},{Column})",
    };
}
