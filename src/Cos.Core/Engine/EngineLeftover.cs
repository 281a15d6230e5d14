namespace Cos.Sdk.Engine;

/// <summary>A container or an image that was made for one operation only.</summary>
/// <param name="IsContainer">Whether it is a container; otherwise an image.</param>
/// <param name="Name">Id of the container, tag of the image.</param>
/// <param name="Owner">The <see cref="OwnerMark"/> of the process that made it; empty when it tells none.</param>
internal sealed record EngineLeftover(bool IsContainer, string Name, string Owner);
