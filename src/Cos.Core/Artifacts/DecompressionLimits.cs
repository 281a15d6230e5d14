namespace Cos.Sdk.Artifacts;

/// <summary>Bounds for compressed data that others wrote.</summary>
internal sealed record DecompressionLimits
{
    /// <summary>The bounds for package archives and layers.</summary>
    public static readonly DecompressionLimits Default = new();

    /// <summary>Bytes that may come out.</summary>
    public long MaxBytes { get; init; } = 1L << 40;

    /// <summary>Bytes out for one byte in, once more than <see cref="RatioFloor"/> came out.</summary>
    public long MaxRatio { get; init; } = 1000;

    /// <summary>So many bytes may come out at any ratio: disk images of zeros are honest.</summary>
    public long RatioFloor { get; init; } = 8L << 30;
}
