using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Trees;

/// <summary>An entry of <c>retrieve</c>: what is added to <c>/luetbuild/</c>.</summary>
/// <param name="Text">A URL, or a glob over the files of the artifact folder, as written.</param>
/// <param name="Location">Where it is written.</param>
internal sealed record RetrieveEntry(string Text, SourceLocation Location)
{
    /// <summary>Whether the engine fetches it.</summary>
    public bool IsUrl => Text.Contains("://", StringComparison.Ordinal);
}
