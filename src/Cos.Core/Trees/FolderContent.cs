using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating;

namespace Cos.Sdk.Trees;

/// <summary>What one folder of a tree contributes.</summary>
internal sealed record FolderContent(IReadOnlyList<Package> Packages, IReadOnlyList<TemplateSource> Templates, IReadOnlyCollection<Diagnostic> Diagnostics)
{
    /// <summary>A folder without meaning.</summary>
    public static FolderContent Empty { get; } = new([], [], []);
}
