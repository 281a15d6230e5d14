using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Validation;

namespace Cos.Sdk.Tests.Validation;

/// <summary>Own packages below <c>own</c>, inherited ones below <c>base</c>, and what is said of them.</summary>
internal sealed class ValidatedTree : IDisposable
{
    private readonly List<string> _values = [];

    public string Root { get; } = Directory.CreateTempSubdirectory("cos-validate-").FullName;

    public ImmutableArray<string> BuildPackages { get; init; } = [];

    public bool Strict { get; init; }

    public ValidatedTree With(string relative, string text)
    {
        string path = Path.Combine(Root, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    /// <summary>A package <c>c/NAME@1.0</c> in its folder, <c>own/NAME</c> or <c>base/NAME</c>; its build file has no line but these.</summary>
    public ValidatedTree Add(string folder, string build, string definition = "") =>
        With($"{folder}/definition.yaml", $"name: {Path.GetFileName(folder)}\ncategory: c\nversion: \"1.0\"\n{definition}").With($"{folder}/build.yaml", build);

    public ValidatedTree WithValues(string text)
    {
        string name = $"values{_values.Count}.yaml";
        With(name, text);
        _values.Add(Path.Combine(Root, name));
        return this;
    }

    public IReadOnlyCollection<Diagnostic> Validate()
    {
        Directory.CreateDirectory(Path.Combine(Root, "base"));
        SourceOptions options = new()
        {
            Trees = [Path.Combine(Root, "base")],
            OwnFolders = [Path.Combine(Root, "own")],
            Values = [.. _values],
            BuildPackages = BuildPackages,
        };
        SourceModel model = SourceModel.Load(options, DateTimeOffset.UnixEpoch, CancellationToken.None);
        return [.. model.Diagnostics, .. TreeValidator.Validate(model, Strict, CancellationToken.None)];
    }

    /// <summary>Warnings and errors: code, file relative to the root, line and column.</summary>
    public string[] Doubts() => [.. Validate().Where(item => item.Severity != DiagnosticSeverity.Information).Select(Describe)];

    /// <summary>The one warning or error there is; its message.</summary>
    public string Message() => Assert.Single(Validate(), item => item.Severity != DiagnosticSeverity.Information).Message;

    public string Describe(Diagnostic item) => item.Location is { } place
        ? $"{(item.Severity == DiagnosticSeverity.Error ? "error " : "")}{item.Code} {Path.GetRelativePath(Root, place.File)}({place.Line},{place.Column})"
        : item.Code;

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
