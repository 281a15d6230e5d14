namespace Cos.Sdk.Registry;

/// <summary>Media types of what registries hold.</summary>
internal static class MediaTypes
{
    /// <summary>Manifest of one image, docker's.</summary>
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

    /// <summary>Manifests for several platforms, docker's.</summary>
    public const string DockerIndex = "application/vnd.docker.distribution.manifest.list.v2+json";

    /// <summary>Configuration of an image, docker's.</summary>
    public const string DockerConfiguration = "application/vnd.docker.container.image.v1+json";

    /// <summary>Layer, a tar compressed by gzip, docker's.</summary>
    public const string DockerLayer = "application/vnd.docker.image.rootfs.diff.tar.gzip";

    /// <summary>Manifest of one image, OCI's.</summary>
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>Manifests for several platforms, OCI's.</summary>
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";

    /// <summary>What is asked for.</summary>
    public static readonly string[] Manifests = [DockerManifest, DockerIndex, OciManifest, OciIndex];

    /// <summary>Whether a type is one of several platforms.</summary>
    public static bool IsIndex(string mediaType) => mediaType is DockerIndex or OciIndex;
}
