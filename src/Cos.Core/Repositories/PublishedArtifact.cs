using Cos.Sdk.Trees.Yaml;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>An artifact that is published.</summary>
/// <param name="Id">Its package.</param>
/// <param name="MetadataFile">The absolute path of its metadata.</param>
/// <param name="ArchiveFile">The name of its archive, which lies beside.</param>
/// <param name="Sha256">SHA-256 of the archive.</param>
/// <param name="Entry">Its entry of the index.</param>
internal sealed record PublishedArtifact(PackageId Id, string MetadataFile, string ArchiveFile, string Sha256, YamlFields Entry);
