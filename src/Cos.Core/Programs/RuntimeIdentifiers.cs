namespace Cos.Sdk.Programs;

/// <summary>.NET's names for the architectures of images.</summary>
internal static class RuntimeIdentifiers
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["amd64"] = "linux-x64",
        ["arm64"] = "linux-arm64",
        ["arm"] = "linux-arm",
        ["386"] = "linux-x86",
        ["riscv64"] = "linux-riscv64",
        ["ppc64le"] = "linux-ppc64le",
        ["s390x"] = "linux-s390x",
        ["loong64"] = "linux-loongarch64",
    };

    /// <summary>The runtime identifier of an OCI architecture; null when none is known.</summary>
    public static string? Find(string architecture) => Known.GetValueOrDefault(architecture);
}
