namespace Cos.Sdk.Attestations;

/// <summary>A part in a list of contents.</summary>
internal sealed record SbomComponent
{
    /// <summary>Unique in the list, and the same whenever the list is made again.</summary>
    public required string Reference { get; init; }

    /// <summary>What it is.</summary>
    public required SbomKind Kind { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its version; may be empty.</summary>
    public required string Version { get; init; }

    /// <summary>Its package URL; empty when it has none.</summary>
    public string Purl { get; init; } = "";

    /// <summary>SHA-256 of the file that it comes as, 64 lower-case hexadecimal digits; empty when it comes as none.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Who looks after it: a name, perhaps with an address; may be empty.</summary>
    public string Supplier { get; init; } = "";

    /// <summary>Address of its pages; may be empty.</summary>
    public string Homepage { get; init; } = "";

    /// <summary>One line; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its licence in whatever words its author uses; may be empty.</summary>
    public string License { get; init; } = "";
}
