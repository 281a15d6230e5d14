using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Validation;

namespace Cos.Sdk.Tests.Validation;

/// <summary>What is said of trees that the classic toolchain builds: no doubt but those listed here.</summary>
public sealed class RecordedTreeTests
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["collection"] = ["COS1133 tree/coll/collection.yaml(2)"],
        ["err-cycle"] = ["COS3004 tree/a/build.yaml(2)"],
        ["err-missing-dep"] = ["COS3001 tree/p/build.yaml(2)"],
        ["err-no-image"] = ["COS1047 tree/p/build.yaml(2)"],
        ["err-yaml-types"] = ["COS1036 tree/n/definition.yaml(1)", "COS1036 tree/n/definition.yaml(3)"],
        ["image-and-requires"] = ["COS1046 tree/p/build.yaml(2)"],
        ["two-requires"] = ["COS4004 tree/app/build.yaml(3)"],
        ["values"] = ["COS2039 tree/p/build.yaml(5)"],
    };

    public static string Folder { get; } = Repository.PathOf("tests/golden");

    public static TheoryData<string> Scenarios =>
        [.. Directory.GetDirectories(Folder)
            .Where(path => Directory.Exists(Path.Combine(path, "tree"))).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Validate_RecordedTree_RaisesNoFalseAlarm(string scenario)
    {
        string root = Repository.PathOf("tests/golden/" + scenario);
        SourceOptions options = new()
        {
            Trees = [],
            OwnFolders = [.. Directory.GetDirectories(root, "tree*").Order(StringComparer.Ordinal)],
            Values = [.. Directory.GetFiles(root, "values*.yaml").Order(StringComparer.Ordinal)],
            BuildPackages = [],
        };
        List<Diagnostic> said = [];
        try
        {
            SourceModel model = SourceModel.Load(options, DateTimeOffset.UnixEpoch, CancellationToken.None);
            said.AddRange(model.Diagnostics);
            said.AddRange(TreeValidator.Validate(model, strict: true, CancellationToken.None));
        }
        catch (CosException exception)
        {
            said.AddRange(exception.Diagnostics);
        }
        Assert.Equal(
            Known.GetValueOrDefault(scenario, []),
            said.Where(item => item.Severity != DiagnosticSeverity.Information).Select(item =>
                $"{item.Code} {(item.Location is { } place ? $"{Path.GetRelativePath(root, place.File).Replace('\\', '/')}({place.Line})" : "")}").Order(StringComparer.Ordinal));
    }
}
