namespace Cos.Sdk.Templating.Syntax;

/// <summary>A part of a template.</summary>
/// <param name="Position">Offset of its first character in the glued text.</param>
internal abstract record Node(int Position);
