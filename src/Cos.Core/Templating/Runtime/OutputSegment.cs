namespace Cos.Sdk.Templating.Runtime;

/// <summary>Which part of the source made a part of the output.</summary>
/// <param name="Start">Offset of the part's first character in the output.</param>
/// <param name="Source">Offset in the source: of the same character when it was copied, else of the action that made it.</param>
/// <param name="IsCopied">Whether the part is text of the source, character by character.</param>
internal readonly record struct OutputSegment(int Start, int Source, bool IsCopied);
