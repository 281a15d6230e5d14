namespace Cos.Sdk.Templating;

/// <summary>One template file.</summary>
/// <param name="File">Absolute path, for diagnostics.</param>
/// <param name="Text">The whole text.</param>
internal sealed record TemplateSource(string File, string Text);
