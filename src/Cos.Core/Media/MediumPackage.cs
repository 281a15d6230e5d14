namespace Cos.Sdk.Media;

/// <summary>A package on a medium.</summary>
/// <param name="Package">For example <c>system/sampleOS@0.1.0</c>.</param>
/// <param name="Sha256">Of its archive.</param>
internal sealed record MediumPackage(string Package, string Sha256);
