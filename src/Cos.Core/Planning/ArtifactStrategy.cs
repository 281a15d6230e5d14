namespace Cos.Sdk.Planning;

/// <summary>How a package's artifact is cut from its image.</summary>
internal enum ArtifactStrategy
{
    /// <summary>No content: nothing is built, or no step adds anything.</summary>
    Empty,

    /// <summary>The paths that the steps added.</summary>
    Delta,

    /// <summary>The paths that the steps added or changed.</summary>
    Changes,

    /// <summary>The whole file system of the image.</summary>
    Unpack,

    /// <summary>One directory of the image, its path stripped.</summary>
    PackageDirectory,
}
