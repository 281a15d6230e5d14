namespace Cos.Sdk.Planning;

/// <summary>The base image without content. Engines know it by name; there is nothing to pin or to bring.</summary>
internal static class EmptyImage
{
    /// <summary>Its name in build files and Dockerfiles.</summary>
    public const string Reference = "scratch";

    /// <summary>The image as a parent.</summary>
    public static PinnedImage Pinned { get; } = new(Reference, Reference, Reference);
}
