namespace Cos.Sdk.Trees;

/// <summary>What makes a folder a package.</summary>
internal enum PackageKind
{
    /// <summary>A <c>definition.yaml</c>.</summary>
    Definition,

    /// <summary>An entry of a <c>collection.yaml</c>.</summary>
    Collection,

    /// <summary>A file whose name contains <c>Dockerfile</c>.</summary>
    Dockerfile,
}
