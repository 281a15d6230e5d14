using System.Text.Json;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tests.Artifacts;

namespace Cos.Sdk.Tests.Repositories;

public sealed class RepositorySearchTests : IDisposable
{
    private readonly TestRepository _own = new("own");
    private readonly TestRepository _other = new("other", priority: 5);

    public void Dispose()
    {
        _own.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Names_descriptions_labels_and_files_are_looked_through()
    {
        await _own.AddAsync("app/web@1.0", Tars.Text("usr/bin/web", ""), Tars.Text("etc/web.conf", ""));
        await _own.AddAsync("app/web@2.0", Tars.Text("usr/bin/web", ""));
        await _other.AddAsync("app/web@1.5", Tars.Text("usr/bin/web", ""));
        await _other.AddAsync("lib/ssl@3", Tars.Text("usr/lib/libssl.so", ""));
        PackageRepository[] repositories =
        [
            With(_other, package => package with { Definition = package.Definition with { Description = "Sockets\nmore", Labels = package.Definition.Labels.Add("kind", "library") } }),
            With(_own, package => package),
        ];

        Assert.Equal(["app/web@2.0 own", "app/web@1.5 other", "app/web@1.0 own"], Find(repositories, "APP/web"));
        Assert.Equal(["lib/ssl@3 other"], Find(repositories, "^lib/"));
        Assert.Equal(["app/web@1.5 other", "lib/ssl@3 other"], Find(repositories, "sockets"));
        Assert.Equal(["app/web@1.5 other", "lib/ssl@3 other"], Find(repositories, "", "^kind=lib"));
        Assert.Equal(["app/web@1.0 own"], Find(repositories, "", "", "^/etc/"));
        Assert.Equal(4, Find(repositories, "").Length);
        Assert.Empty(Find(repositories, "nothing"));
        Assert.Equal(
            ["app/web@1.0 (own, revision 7)", "  /etc/web.conf"], RepositorySearch.Write(RepositorySearch.Find(repositories, new PackageQuery("web", "", "conf$"))));
        using JsonDocument json = JsonDocument.Parse(RepositorySearch.ToJson(RepositorySearch.Find(repositories, new PackageQuery("ssl"))));
        Assert.Equal("library", json.RootElement[0].GetProperty("labels").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Hidden_packages_are_not_listed()
    {
        await _own.AddAsync("app/web@1.0", Tars.Text("a", ""));
        Assert.Empty(Find([With(_own, package => package with { Definition = package.Definition with { Hidden = true } })], "web"));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(?=a)a")]
    [InlineData("(a)\\1")]
    public void What_cannot_be_matched_in_linear_time_is_refused(string pattern) =>
        Assert.Equal("COS7193", Assert.Single(Assert.Throws<CosException>(() => new PackageQuery(pattern)).Diagnostics).Code);

    [Fact]
    public void Long_expressions_are_refused() =>
        Assert.Equal("COS7193", Assert.Single(Assert.Throws<CosException>(() => new PackageQuery(new string('a', 2000))).Diagnostics).Code);

    private static string[] Find(PackageRepository[] repositories, string text, string label = "", string file = "") =>
        [.. RepositorySearch.Find(repositories, new PackageQuery(text, label, file)).Select(found => $"{found.Package}@{found.Version} {found.Repository}")];

    private static PackageRepository With(TestRepository repository, Func<RepositoryPackage, RepositoryPackage> change)
    {
        PackageRepository opened = repository.Opened;
        return opened with { Index = new RepositoryIndex(opened.Index.Header, opened.Index.Packages.Select(change)) };
    }
}
