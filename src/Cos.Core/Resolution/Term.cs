namespace Cos.Sdk.Resolution;

/// <summary>The statement that a package is in one of some states.</summary>
internal readonly record struct Term(PackageNode Node, VersionSet States);
