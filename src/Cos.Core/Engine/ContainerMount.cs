namespace Cos.Sdk.Engine;

/// <summary>A folder or file of the engine's host inside a container. Works only where engine and build share a machine.</summary>
/// <param name="Source">Absolute path on the host.</param>
/// <param name="Target">Absolute path in the container.</param>
/// <param name="ReadOnly">Whether the container may only read it.</param>
internal sealed record ContainerMount(string Source, string Target, bool ReadOnly);
