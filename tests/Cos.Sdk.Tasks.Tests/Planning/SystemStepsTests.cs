using System.Collections.Immutable;
using Cos.Sdk.Planning;
using Cos.Sdk.Tests.Trees;

namespace Cos.Sdk.Tests.Planning;

public sealed class SystemStepsTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Load_WithSteps_AddsThemToTheSystemAlone()
    {
        foreach (string name in new[] { "system", "other" })
        {
            _tree.With($"{name}/definition.yaml", $"name: {name}\ncategory: app\nversion: \"1\"\n").With($"{name}/build.yaml", "image: x\nsteps: [first]\n");
        }
        ImmutableArray<string> StepsOf(string name, params string[] steps) =>
        [
            .. SourceModel.Load(
                new SourceOptions
                {
                    Trees = [], OwnFolders = [_tree.Root], Values = [], BuildPackages = [], SystemPackage = "app/system", SystemSteps = [.. steps], SystemStepsFile = "/p",
                },
                DateTimeOffset.UnixEpoch,
                CancellationToken.None).Packages.Values.Single(package => package.Definition.Id.Name.Name == name).Spec!.Steps.Select(step => step.Command),
        ];

        Assert.Equal(["first", "a", "b"], StepsOf("system", "a", "b"));
        Assert.Equal(["first"], StepsOf("other", "a", "b"));
        Assert.Equal(["first"], StepsOf("system"));
    }
}
