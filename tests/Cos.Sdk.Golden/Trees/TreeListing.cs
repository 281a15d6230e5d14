using System.Collections.Immutable;
using System.Text.Json;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Golden.Scenarios;
using Cos.Sdk.Planning;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Golden.Trees;

/// <summary>Prints one line of JSON for each package of trees, sorted; what is wrong with a package goes to the error stream, and its keys are null then.</summary>
internal static class TreeListing
{
    /// <summary>Runs the command.</summary>
    /// <returns>0 when every package could be read and resolved.</returns>
    public static int Run(string[] words, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        LuetCommand command = LuetCommand.Parse(["luet", "tree", "list", .. words])!;
        string[] folders = [.. command.Arguments.Concat(command.Values("tree")).Select(Absolute)];
        if (folders.Length == 0)
        {
            errors.WriteLine("Name at least one folder.");
            return 2;
        }
        DiagnosticBag diagnostics = [];
        IReadOnlyDictionary<string, object?> values = ValuesReader.Read([.. command.Values("values").Select(Absolute)], diagnostics);
        PackageTree tree = TreeReader.Read(folders, diagnostics, new TreeOptions { Dockerfiles = command.Has("dockerfiles") }, cancellationToken);
        BuildSpecReader reader = new(tree, values);
        Dictionary<PackageId, PlannedPackage> packages = tree.Packages.ToDictionary(
            package => package.Id,
            package => new PlannedPackage(package.Definition, package.Folder, SpecOf(package, reader, diagnostics, cancellationToken)));
        TreeChains chains = new(packages);
        foreach (PackageLine line in tree.Packages
            .Select(package => LineOf(packages[package.Id], chains, diagnostics, cancellationToken))
            .OrderBy(line => line.Package, StringComparer.Ordinal))
        {
            output.WriteLine(JsonSerializer.Serialize(line, GoldenJson.Readable));
        }
        foreach (Diagnostic item in diagnostics)
        {
            errors.WriteLine(Diagnosed.Line(item));
        }
        return diagnostics.HasErrors ? 1 : 0;
    }

    /// <summary>What can be read of a build file, be there errors or not: a package without a base, for one, still has steps.</summary>
    private static BuildSpec? SpecOf(Package package, BuildSpecReader reader, DiagnosticBag diagnostics, CancellationToken cancellationToken) =>
        package.Kind == PackageKind.Dockerfile ? reader.Read(package, diagnostics, cancellationToken)
        : reader.Render(package, diagnostics, cancellationToken) is { } rendered ? BuildSpecParser.Parse(rendered.Text, rendered.Locate, diagnostics)
        : null;

    private static PackageLine LineOf(PlannedPackage package, TreeChains chains, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        PackageId id = package.Definition.Id;
        if (package.Spec is not { } spec)
        {
            return new PackageLine { Package = id.ToString() };
        }
        return new PackageLine
        {
            Package = id.ToString(),
            Image = spec.Image is { Length: > 0 } image ? image : null,
            Steps = Texts(spec.Steps, step => step.Command),
            Prelude = Texts(spec.Prelude, step => step.Command),
            Environment = Texts(spec.Environment, entry => entry),
            Includes = Texts(spec.Includes, pattern => pattern.Pattern),
            Excludes = Texts(spec.Excludes, pattern => pattern.Pattern),
            Unpack = spec.Unpack ? true : null,
            PackageDirectory = spec.PackageDirectory is { Length: > 0 } folder ? folder : null,
            RequiresFinalImages = spec.RequiresFinalImages ? true : null,
            Requires = Texts(spec.Requires, requirement => requirement.ToString()),
            Copies = Texts(spec.Copies, copy => $"{copy.Package?.ToString() ?? copy.Image} {copy.Source} {copy.Destination}"),
            Chain = Texts([.. chains.Before(id, diagnostics, cancellationToken)], before => before.ToString()),
        };
    }

    private static string[]? Texts<T>(ImmutableArray<T> items, Func<T, string> text) => items.IsEmpty ? null : [.. items.Select(text)];

    private static string Absolute(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
