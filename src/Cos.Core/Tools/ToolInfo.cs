namespace Cos.Sdk.Tools;

/// <summary>An external program that was found and is new enough.</summary>
/// <param name="Name">Which program.</param>
/// <param name="Path">Where it is; an absolute path for the runner that found it.</param>
/// <param name="Version">What it says about itself.</param>
internal sealed record ToolInfo(ToolName Name, string Path, Version Version)
{
    /// <summary>For example <c>xorriso 1.5.4</c>; goes into the plan of a medium.</summary>
    public override string ToString() => $"{ToolCatalog.Describe(Name).Executable} {Version}";
}
