using Cos.Sdk.Fetching;

namespace Cos.Sdk.Tests.Fetching;

public sealed class MachineAptSourcesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cos-apt-").FullName;

    public MachineAptSourcesTests() => Directory.CreateDirectory(Path.Combine(_folder, "sources.list.d"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Find_Deb822_TakesTheReleaseItsUpdatesAndItsFixes()
    {
        Write("sources.list.d/debian.sources", """
            # the release
            Types: deb deb-src
            # a comment inside
            URIs: http://mirror.example/debian
            Suites: bookworm bookworm-updates bookworm-backports
            Components: main contrib
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

            Types: deb
            URIs: http://mirror.example/debian-security/
            Suites: bookworm-security
            Components: main
            """);

        Assert.Equal(
            [
                "deb http://mirror.example/debian bookworm main",
                "deb http://mirror.example/debian bookworm-updates main",
                "deb http://mirror.example/debian-security/ bookworm-security main",
            ],
            MachineAptSources.Find(_folder, Seeds.Debian));
    }

    [Fact]
    public void Find_OneLineEntries_LoseTheirOptions()
    {
        Write("sources.list", """
            deb [trusted=yes arch=amd64] http://mirror.example/debian bookworm main # own
            deb-src http://mirror.example/debian bookworm main
            #deb http://other.example/debian bookworm main
            deb cdrom:[Debian]/ bookworm main
            """);
        Assert.Equal(["deb http://mirror.example/debian bookworm main"], MachineAptSources.Find(_folder, Seeds.Debian));
    }

    [Fact]
    public void Find_OthersArchivesForTheSameRelease_AreLeftOut()
    {
        Write("sources.list", "deb http://mirror.example/debian bookworm main\n");
        Write("sources.list.d/vendor.list", "deb http://vendor.example/apt bookworm main\ndeb http://u:p@vendor.example/debian bookworm main\n");
        Write("sources.list.d/off.sources", "Enabled: no\nTypes: deb\nURIs: http://off.example/debian\nSuites: bookworm\nComponents: main\n");
        Write("sources.list.d/other.disabled", "deb http://other.example/debian bookworm main\n");
        Assert.Equal(["deb http://mirror.example/debian bookworm main"], MachineAptSources.Find(_folder, Seeds.Debian));
    }

    [Fact]
    public void Find_MachineOfAnotherRelease_GivesNothing()
    {
        Write("sources.list", "deb http://mirror.example/debian trixie main\ndeb http://mirror.example/debian bookworm-updates main\n");
        Assert.Empty(MachineAptSources.Find(_folder, Seeds.Debian));
        Assert.Empty(MachineAptSources.Find(Path.Combine(_folder, "none"), Seeds.Debian));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
