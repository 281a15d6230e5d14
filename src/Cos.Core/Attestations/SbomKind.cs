namespace Cos.Sdk.Attestations;

/// <summary>What a part of a list of contents is.</summary>
internal enum SbomKind
{
    /// <summary>A whole system.</summary>
    OperatingSystem,

    /// <summary>A package of a tree or of a repository.</summary>
    Application,

    /// <summary>A package of a distribution.</summary>
    Library,

    /// <summary>A base image.</summary>
    Container,
}
