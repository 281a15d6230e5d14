namespace Cos.Sdk.Registry;

/// <summary>What a registry may send: more than any honest one does.</summary>
internal static class RegistryLimits
{
    /// <summary>Bytes of a manifest or an index.</summary>
    public const int Manifest = 4 << 20;

    /// <summary>Bytes of an image's configuration.</summary>
    public const int Configuration = 8 << 20;

    /// <summary>Bytes of a token with what is around it.</summary>
    public const int Token = 1 << 20;

    /// <summary>Bytes of a page of tags.</summary>
    public const int TagPage = 16 << 20;

    /// <summary>Tags of one repository.</summary>
    public const int Tags = 1_000_000;

    /// <summary>Bytes read of the text of a refusal.</summary>
    public const int ErrorText = 16 << 10;

    /// <summary>Redirects of one request.</summary>
    public const int Redirects = 5;

    /// <summary>Tokens kept at once.</summary>
    public const int CachedTokens = 1000;
}
