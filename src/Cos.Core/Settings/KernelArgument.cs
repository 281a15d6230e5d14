namespace Cos.Sdk.Settings;

/// <summary>An argument of the kernel.</summary>
/// <param name="Text">For example <c>quiet</c> or <c>console=ttyS0</c>.</param>
/// <param name="Boot"><c>active</c>, <c>passive</c> or <c>recovery</c>; empty for all.</param>
internal sealed record KernelArgument(string Text, string Boot);
