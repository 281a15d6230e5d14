namespace Cos.Sdk.Fetching;

/// <summary>Whose packages a seed is bootstrapped from.</summary>
internal enum SeedDistribution
{
    /// <summary>Debian.</summary>
    Debian,

    /// <summary>Ubuntu.</summary>
    Ubuntu,
}
