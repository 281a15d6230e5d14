namespace Cos.Sdk.Templating.Syntax;

/// <summary>A piece of the source.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Offset of its first character in the glued text.</param>
/// <param name="Length">Number of characters; a text token's trimmed whitespace is left out.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int Length)
{
    /// <summary>Offset of the first character after it.</summary>
    public int End => Start + Length;
}
