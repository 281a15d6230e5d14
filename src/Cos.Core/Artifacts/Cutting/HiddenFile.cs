using System.Collections.Immutable;
using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Artifacts.Cutting;

/// <summary>A small file of an image that the engine covers in containers.</summary>
/// <param name="Entry">At its path in the image.</param>
/// <param name="Content">All of it.</param>
internal sealed record HiddenFile(TarEntry Entry, ImmutableArray<byte> Content);
