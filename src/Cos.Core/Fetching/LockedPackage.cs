namespace Cos.Sdk.Fetching;

/// <summary>One package of a bootstrapped root file system, as the signed index of the archive has it.</summary>
/// <param name="Name">Without its architecture.</param>
/// <param name="Version">Complete, with epoch and revision.</param>
/// <param name="Architecture">Its own, <c>all</c> included.</param>
/// <param name="Sha256">Of the package file, 64 hexadecimal digits in lower case.</param>
internal sealed record LockedPackage(string Name, string Version, string Architecture, string Sha256)
{
    /// <inheritdoc />
    public override string ToString() => $"{Name}:{Architecture} {Version}";
}
