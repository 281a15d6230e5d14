using System.Collections.Immutable;

namespace Cos.Sdk.Settings;

/// <summary>Where upgrades come from.</summary>
internal sealed record UpgradeSettings
{
    /// <summary>A package such as <c>system/myOS</c>, or the reference of an image; empty for none.</summary>
    public string Image { get; init; } = "";

    /// <summary>Whether <see cref="Image"/> is a package of the repositories; empty when it is to be told by its form.</summary>
    public string Channel { get; init; } = "";

    /// <summary>Addresses of repositories.</summary>
    public ImmutableArray<string> Repositories { get; init; } = [];

    /// <summary>Whether signatures and checksums are verified: <c>true</c>, <c>false</c>, or empty for the default, which is true.</summary>
    public string Verify { get; init; } = "";

    /// <summary>The package or image that recovery is upgraded to; empty for <see cref="Image"/>.</summary>
    public string RecoveryImage { get; init; } = "";

    /// <summary>Whether anything is said.</summary>
    public bool IsEmpty => Image.Length + Channel.Length + Verify.Length + RecoveryImage.Length == 0 && Repositories.IsEmpty;
}
