using System.Formats.Tar;
using System.Text;
using Cos.Sdk.Fetching;
using Cos.Sdk.Tests.Tools;
using Cos.Sdk.Tools;

namespace Cos.Sdk.Tests.Fetching;

/// <summary>An archive of packages and a bootstrap program that "installs" all of it, quickly and without root.</summary>
internal sealed class FakeArchive : IDisposable
{
    private readonly FakeTools _tools = new();

    public FakeArchive()
    {
        Directory.CreateDirectory(PathOf("fixture"));
        File.WriteAllText(PathOf("keyring.gpg"), "");
        Offer("Sat, 21 Nov 2026 02:10:46 UTC", Seeds.LockedDebian.Packages);
        Install("root file system", Seeds.LockedDebian.Packages);
        _tools.Add("mmdebstrap", "mmdebstrap 1.3.5", $$"""
            fixture='{{PathOf("fixture")}}'
            echo "$SOURCE_DATE_EPOCH $*" | tr '\n' ' ' >> "$fixture/calls"; echo >> "$fixture/calls"
            case "$*" in
              *" /dev/null"*) cp "$fixture/lists.tar" lists.tar ;;
              *) cp pins "$fixture/pins.seen"; cp "$fixture/status" status; cat "$fixture/root.tar" ;;
            esac
            """);
        Runner = _tools.CreateRunner();
        Builder = CreateBuilder();
    }

    public HostToolRunner Runner { get; }

    public SeedBuilder Builder { get; private set; }

    public SeedImage Seed => Seeds.Debian with { Keyring = PathOf("keyring.gpg") };

    public string[] Calls => File.Exists(PathOf("fixture/calls")) ? File.ReadAllLines(PathOf("fixture/calls")) : [];

    public string PathOf(string name) => _tools.PathOf(name);

    /// <summary>What the archive offers from now on.</summary>
    public void Offer(string date, IEnumerable<LockedPackage> packages)
    {
        using FileStream file = File.Create(PathOf("fixture/lists.tar"));
        using TarWriter tar = new(file);
        string text = string.Join('\n', packages.Select(p => $"Package: {p.Name}\nVersion: {p.Version}\nArchitecture: {p.Architecture}\nSHA256: {p.Sha256}\n"));
        foreach ((string name, string content) in new[] { ("lists/a_InRelease", $"Date: {date}\n"), ("lists/a_Packages", text) })
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
        }
    }

    /// <summary>What a bootstrap gives from now on.</summary>
    public void Install(string content, IEnumerable<LockedPackage> packages)
    {
        File.WriteAllText(PathOf("fixture/root.tar"), content);
        File.WriteAllText(PathOf("fixture/status"), string.Join('\n', packages.Select(p =>
            $"Package: {p.Name}\nStatus: install ok installed\nVersion: {p.Version}\nArchitecture: {p.Architecture}\n")));
    }

    /// <summary>A builder of a later build.</summary>
    public SeedBuilder Renew()
    {
        Builder.Dispose();
        return Builder = CreateBuilder();
    }

    public void Dispose()
    {
        Builder.Dispose();
        _tools.Dispose();
    }

    private SeedBuilder CreateBuilder() => new(Runner, new SeedBuilderOptions
    {
        CacheFolder = PathOf("cache"),
        WorkFolder = PathOf("work"),
        LogFolder = PathOf("logs"),
        AptFolder = PathOf("apt"),
    });
}
