namespace Cos.Sdk.Engine;

/// <summary>What an entry of an archive of images is.</summary>
internal enum SavedEntryKind
{
    /// <summary>Nothing of interest here: manifests, versions, tags.</summary>
    Other,

    /// <summary><c>{id}/json</c>, before the layer of the same folder.</summary>
    LegacyDescription,

    /// <summary><c>{id}/layer.tar</c>; a link to another one has no content.</summary>
    LegacyLayer,

    /// <summary><c>{digest}.tar</c>.</summary>
    DigestLayer,

    /// <summary><c>blobs/sha256/{digest}</c>: a layer, a configuration or a manifest.</summary>
    Blob,
}
