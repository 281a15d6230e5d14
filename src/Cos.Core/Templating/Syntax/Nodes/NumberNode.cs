namespace Cos.Sdk.Templating.Syntax;

/// <summary>A number or character constant, with every type it can stand for.</summary>
/// <param name="Position">Offset of its first character in the glued text.</param>
/// <param name="Text">As written.</param>
/// <param name="Integer">Its value as a signed integer; null when it is not integral or too large.</param>
/// <param name="Float">Its value as a floating-point number.</param>
/// <param name="IsIdealFloat">Whether it is a float where nothing else decides: it has a point or an exponent.</param>
internal sealed record NumberNode(int Position, string Text, long? Integer, double Float, bool IsIdealFloat) : Node(Position);
