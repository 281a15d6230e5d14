using Cos.Sdk.Planning;

namespace Cos.Sdk.Building;

/// <summary>Brings base images into the engine: imported seeds, or pulled by digest.</summary>
internal interface IBaseImages
{
    /// <summary>Makes sure that the engine has exactly the pinned content under <see cref="ParentImage.From"/>.</summary>
    Task EnsureAsync(ParentImage image, string platform, CancellationToken cancellationToken);
}
