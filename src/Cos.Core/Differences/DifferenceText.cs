using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Differences;

/// <summary>A comparison as lines for people. Long lists are cut; the JSON has all.</summary>
internal static class DifferenceText
{
    private const int MostPaths = 40;

    private const int MostPackages = 100;

    /// <summary>The lines.</summary>
    public static IEnumerable<string> Write(Difference difference)
    {
        if (difference.Packages.IsEmpty)
        {
            yield return $"  no difference: {difference.From} and {difference.To}";
        }
        foreach (PackageDifference package in difference.Packages)
        {
            yield return $"  {Heading(package)}";
            foreach (string line in DistributionPackages(package.DistributionPackages).Concat(Paths(package.Paths)))
            {
                yield return $"    {line}";
            }
        }
    }

    private static string Heading(PackageDifference package)
    {
        string versions = package.FromVersion == package.ToVersion ? package.ToVersion ?? "" : $"{package.FromVersion ?? "none"} -> {package.ToVersion ?? "none"}";
        string name = TarPath.ForMessage(versions.Length == 0 ? package.Package : $"{package.Package} {versions}");
        if (package.Kind != DifferenceKind.Changed)
        {
            return $"{name}: {(package.Kind == DifferenceKind.Added ? "added" : "removed")}";
        }
        if (package.IsPackingOnly)
        {
            return $"{name}: the same files; the archives differ in order or compression only";
        }
        string counts = string.Join(", ", package.Paths.GroupBy(path => path.Kind).OrderBy(group => group.Key)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {Word(group.Key)}")));
        string sizes = package is { FromSize: { } from, ToSize: { } to }
            ? string.Create(CultureInfo.InvariantCulture, $"; {from / 1e6:0.000} MB -> {to / 1e6:0.000} MB")
            : "";
        return $"{name}: {(counts.Length == 0 ? "no path differs" : counts)}{sizes}{(package.IsFromIndexes ? " (by the indexes: an archive is gone)" : "")}";
    }

    private static IEnumerable<string> DistributionPackages(ImmutableArray<DistributionPackageDifference> packages) =>
        packages.Take(MostPackages)
            .Select(package => TarPath.ForMessage($"package {package.Name}:{package.Architecture} {package.From ?? "none"} -> {package.To ?? "none"}"))
            .Concat(More(packages.Length, MostPackages, "distribution packages"));

    private static IEnumerable<string> Paths(ImmutableArray<PathDifference> paths)
    {
        PathDifference[] timesOnly = [.. paths.Where(IsTimeOnly)];
        PathDifference[] others = [.. paths.Where(path => !IsTimeOnly(path))];
        PathDifference[] shown = others.Length == 0 ? timesOnly : others;
        foreach (string line in shown.Take(MostPaths).SelectMany(Describe).Concat(More(shown.Length, MostPaths, "paths")))
        {
            yield return line;
        }
        if (others.Length > 0 && timesOnly.Length > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{timesOnly.Length} paths differ in their time only");
        }
    }

    private static IEnumerable<string> Describe(PathDifference path)
    {
        yield return $"{Word(path.Kind)} {TarPath.ForMessage(path.Path)}{Facts(path)}";
        if (path.WrittenBy is { } step)
        {
            string place = step.File is null ? step.Package : string.Create(CultureInfo.InvariantCulture, $"{step.File}({step.Line},{step.Column})");
            yield return step.Instruction is null
                ? $"  came with the base {TarPath.ForMessage(step.Package)}"
                : $"  written by {place}: {TarPath.ForMessage(step.Instruction)}";
        }
        if (path.Text is { } text)
        {
            foreach ((char sign, ImmutableArray<string> lines) in new[] { ('-', text.From), ('+', text.To) })
            {
                for (int i = 0; i < lines.Length; i++)
                {
                    yield return string.Create(CultureInfo.InvariantCulture, $"  {text.Line + i} {sign} {lines[i]}");
                }
            }
        }
    }

    private static string Facts(PathDifference path) => path switch
    {
        { From: { } from, To: { } to } => $" ({string.Join(", ", path.Aspects.Select(aspect => Fact(aspect, from, to)))})",
        { From: { } state } => $" ({State(state)})",
        { To: { } state } => $" ({State(state)})",
        _ => "",
    };

    private static string Fact(string aspect, PathState from, PathState to) => aspect switch
    {
        "size" => string.Create(CultureInfo.InvariantCulture, $"size {from.Size} -> {to.Size}"),
        "mode" => $"mode {from.Mode} -> {to.Mode}",
        "owner" => $"owner {from.Owner} -> {to.Owner}",
        "kind" => $"{from.Kind} -> {to.Kind}",
        "target" => TarPath.ForMessage($"target {from.LinkTarget ?? "none"} -> {to.LinkTarget ?? "none"}"),
        "time" => string.Create(CultureInfo.InvariantCulture, $"time {from.ModificationTime} -> {to.ModificationTime}"),
        _ => aspect,
    };

    private static string State(PathState state) => state.Kind == TarEntryKind.File
        ? string.Create(CultureInfo.InvariantCulture, $"{state.Size} bytes, {state.Mode}, {state.Owner}")
        : $"{state.Kind}, {state.Mode}, {state.Owner}";

    private static IEnumerable<string> More(int count, int shown, string what) =>
        count > shown ? [string.Create(CultureInfo.InvariantCulture, $"and {count - shown} more {what}")] : [];

    private static bool IsTimeOnly(PathDifference path) => path.Aspects is ["time"];

    private static string Word(DifferenceKind kind) => kind switch
    {
        DifferenceKind.Added => "added",
        DifferenceKind.Removed => "removed",
        _ => "changed",
    };
}
