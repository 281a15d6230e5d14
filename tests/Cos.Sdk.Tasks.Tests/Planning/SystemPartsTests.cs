using Cos.Sdk.Planning;
using Cos.Sdk.Tests.Trees;

namespace Cos.Sdk.Tests.Planning;

public sealed class SystemPartsTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void TheSystemRequiresItsPartsAndTheyAreBuiltWithIt()
    {
        Write("own/system", "system");
        Write("own/other", "other");
        Write("programs/fortune", "fortune");

        SourceModel model = Load("app/system", "app/system");

        Assert.Equal([("app/fortune", ">=1.0")], model.Packages.Values
            .Single(package => package.Definition.Id.Name.Name == "system").Definition.Requires.Select(part => (part.Name.ToString(), part.Selector)));
        Assert.Empty(model.Packages.Values.Single(package => package.Definition.Id.Name.Name == "other").Definition.Requires);
        Assert.Equal(["app/fortune@1.0", "app/system@1.0"], model.Resolution.Targets.Select(target => target.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WhatTheSystemRequiresAlreadyStays()
    {
        Write("own/system", "system", "requires:\n- {category: app, name: fortune, version: \"<2\"}\n");
        Write("programs/fortune", "fortune");

        Assert.Equal("<2", Assert.Single(Load("app/system").Packages.Values
            .Single(package => package.Definition.Id.Name.Name == "system").Definition.Requires).Selector);
    }

    [Fact]
    public void WithoutASystemNothingChanges()
    {
        Write("own/system", "system");
        Write("programs/fortune", "fortune");

        Assert.All(Load("").Packages.Values, package => Assert.Empty(package.Definition.Requires));
    }

    private SourceModel Load(string system, params string[] wanted) => SourceModel.Load(
        new SourceOptions
        {
            Trees = [], OwnFolders = [Path.Combine(_tree.Root, "own"), Path.Combine(_tree.Root, "programs")], Values = [], BuildPackages = [.. wanted],
            SystemPackage = system, SystemFolders = [Path.Combine(_tree.Root, "programs")],
        },
        DateTimeOffset.UnixEpoch,
        CancellationToken.None);

    private void Write(string folder, string name, string more = "")
    {
        Directory.CreateDirectory(Path.Combine(_tree.Root, folder));
        File.WriteAllText(Path.Combine(_tree.Root, folder, "definition.yaml"), $"name: {name}\ncategory: app\nversion: \"1.0\"\n{more}");
        File.WriteAllText(Path.Combine(_tree.Root, folder, "build.yaml"), "image: scratch\nunpack: true\n");
    }
}
