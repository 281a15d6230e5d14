using System.Collections.Immutable;
using Cos.Sdk.Fetching;

namespace Cos.Sdk.Tests.Fetching;

public sealed class SeedPlannerTests
{
    [Fact]
    public void Plan_Debian_AsksTheDistributionsOwnMirrors()
    {
        SeedPlan plan = SeedPlanner.Plan(Seeds.Debian, null, []);

        Assert.Equal(
            [
                "--variant=custom", "--architectures=amd64", "--components=main", "--skip=check/signed-by",
                "--keyring=/usr/share/keyrings/debian-archive-keyring.gpg", SeedHooks.Update, "--setup-hook=tar-out /var/lib/apt/lists lists.tar",
                "bookworm", "/dev/null",
            ],
            plan.IndexArguments);
        Assert.Equal(
            [
                "--variant=minbase", "--format=tar", "--architectures=amd64", "--components=main", "--skip=check/signed-by",
                "--keyring=/usr/share/keyrings/debian-archive-keyring.gpg", "--setup-hook=tar-in lists.tar /var/lib/apt/", SeedHooks.SkipSync,
                SeedHooks.MergeUsr, "--customize-hook=download /var/lib/dpkg/status status", SeedHooks.Clean, "--include=libc6", "bookworm", "-",
            ],
            plan.BootstrapArguments);
        Assert.Equal(("", ""), (plan.Sources, plan.Pins));
    }

    [Fact]
    public void Plan_Ubuntu_HasItsKeysAndComponents()
    {
        SeedImage seed = new SeedDeclaration { Reference = "u", Suite = "jammy" }.Check([])!;
        SeedPlan plan = SeedPlanner.Plan(seed, null, []);

        Assert.Contains("--keyring=/usr/share/keyrings/ubuntu-archive-keyring.gpg", plan.BootstrapArguments);
        Assert.Contains("--components=main,universe", plan.BootstrapArguments);
        Assert.Equal(["jammy", "-"], plan.BootstrapArguments[^2..]);
    }

    [Fact]
    public void Plan_MachineHasMirrors_TheyServeAndTheImageKeepsTheDistributions()
    {
        SeedPlan plan = SeedPlanner.Plan(Seeds.Debian, null, ["deb http://mirror.example/debian bookworm main"]);

        Assert.Equal("deb http://mirror.example/debian bookworm main\n", plan.Sources);
        Assert.Contains(SeedHooks.KeepSources, plan.IndexArguments);
        Assert.Contains("--setup-hook=upload machine-sources.list /etc/apt/sources.list", plan.BootstrapArguments);
        Assert.True(plan.BootstrapArguments.IndexOf(SeedHooks.KeepSources)
            < plan.BootstrapArguments.IndexOf("--setup-hook=upload machine-sources.list /etc/apt/sources.list"));
        Assert.Contains(SeedHooks.RestoreSources, plan.BootstrapArguments);
    }

    [Fact]
    public void Plan_SeedHasMirrors_OnlyTheyServe()
    {
        SeedPlan plan = SeedPlanner.Plan(
            Seeds.Debian with { Mirrors = ["http://a.example/debian", "deb http://b.example/x bookworm main"] }, null, ["deb http://c.example/debian bookworm main"]);

        Assert.Equal(["bookworm", "-", "http://a.example/debian", "deb http://b.example/x bookworm main"], plan.BootstrapArguments[^4..]);
        Assert.DoesNotContain(SeedHooks.KeepSources, plan.BootstrapArguments);
        Assert.Equal("", plan.Sources);
    }

    [Fact]
    public void Plan_Locked_PinsEveryVersionAboveAllElse()
    {
        LockedSeed locked = Seeds.LockedDebian with
        {
            Packages = [.. Seeds.LockedDebian.Packages, new LockedPackage("libc6", "2.36-9+deb12u10", "i386", Seeds.HashOf('3'))],
        };
        SeedPlan plan = SeedPlanner.Plan(Seeds.Debian, locked, []);

        Assert.Equal(
            """
            Package: adduser
            Pin: version 3.134
            Pin-Priority: 1001

            Package: libc6
            Pin: version 2.36-9+deb12u10
            Pin-Priority: 1001

            Package: libc6:i386
            Pin: version 2.36-9+deb12u10
            Pin-Priority: 1001

            """,
            plan.Pins);
        Assert.Contains("--setup-hook=upload pins /etc/apt/preferences.d/cos-bootstrap", plan.BootstrapArguments);
        Assert.Contains(SeedHooks.AcceptOldIndices, plan.IndexArguments);
    }

    [Fact]
    public void CacheKey_EverythingThatChangesTheContent_ChangesIt()
    {
        LockedSeed seed = Seeds.LockedDebian;
        LockedSeed[] others =
        [
            seed,
            seed with { Epoch = 1 },
            seed with { Suite = "trixie" },
            seed with { Variant = "apt" },
            seed with { Architecture = "arm64" },
            seed with { Components = ["contrib"] },
            seed with { Mirrors = ["http://mirror.example/debian"] },
            seed with { Requested = [] },
            seed with { Packages = seed.Packages[..1] },
            seed with { Packages = [seed.Packages[0], seed.Packages[1] with { Sha256 = Seeds.HashOf('9') }] },
            seed with { RootFileSystem = "sha256:" + Seeds.HashOf('0') },
        ];
        Assert.Equal(others.Length, others.Select(SeedPlanner.CacheKey).Distinct().Count());
        Assert.Equal(SeedPlanner.CacheKey(seed), SeedPlanner.CacheKey(seed with { Requested = ImmutableArray.Create("libc6") }));
    }
}
