using System.Collections.Immutable;
using Cos.Sdk.Fetching;

namespace Cos.Sdk.Tests.Fetching;

/// <summary>Seeds and locks to test with.</summary>
internal static class Seeds
{
    public static readonly SeedImage Debian = new()
    {
        Reference = "cos.local/debian:bookworm",
        Suite = "bookworm",
        Packages = ["libc6"],
        Components = ["main"],
        Keyring = "/usr/share/keyrings/debian-archive-keyring.gpg",
    };

    public static readonly LockedSeed LockedDebian = new()
    {
        Suite = "bookworm",
        Variant = "minbase",
        Architecture = "amd64",
        Components = ["main"],
        Requested = ["libc6"],
        Epoch = 1795227046,
        Packages =
        [
            new LockedPackage("adduser", "3.134", "all", HashOf('1')),
            new LockedPackage("libc6", "2.36-9+deb12u10", "amd64", HashOf('2')),
        ],
        RootFileSystem = "sha256:" + HashOf('e'),
    };

    public static readonly CosLock Lock = new()
    {
        BaseImages = Sorted(
            ("made-here", new LockedBaseImage("sha256:" + HashOf('b'), IsLocal: true)), ("debian:12", new LockedBaseImage("sha256:" + HashOf('a')))),
        Seeds = Sorted(
            ("cos.local/debian:bookworm", LockedDebian),
            ("cos.local/archive:1", new LockedSeed { Tarball = HashOf('c'), RootFileSystem = "sha256:" + HashOf('d') })),
    };

    public static string HashOf(char digit) => new(digit, 64);

    private static ImmutableSortedDictionary<string, T> Sorted<T>(params (string Key, T Value)[] entries) =>
        entries.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
}
