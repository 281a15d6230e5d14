using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Trees;

/// <summary>Reads the keys of a rendered <c>build.yaml</c>.</summary>
internal sealed partial class BuildSpecParser
{
    private const string Place = "build.yaml";

    private readonly FieldReader _fields;

    private readonly DiagnosticBag _diagnostics;

    private BuildSpecParser(FieldReader fields, DiagnosticBag diagnostics) => (_fields, _diagnostics) = (fields, diagnostics);

    /// <summary>Reads a rendered text; the result is of use only if no error was reported. An empty text is an empty spec.</summary>
    public static BuildSpec? Parse(string text, YamlLocator locator, DiagnosticBag diagnostics)
    {
        switch (YamlReader.Read(text, locator, diagnostics))
        {
            case null:
                return null;
            case YamlScalar { Kind: YamlScalarKind.Null }:
                return new BuildSpec();
            case YamlMapping mapping:
                return new BuildSpecParser(new FieldReader(mapping, diagnostics), diagnostics).Parse();
            case var other:
                diagnostics.Add(TreeDiagnostics.NotAMapping(other.Location, other.Describe()));
                return null;
        }
    }

    private BuildSpec Parse()
    {
        _fields.WarnOfUnknownKeys(BuildKeys.All, Place);
        foreach (string key in BuildKeys.WithoutEffect)
        {
            if (_fields.Find(key) is not null)
            {
                _diagnostics.Add(TreeDiagnostics.KeyWithoutEffect(_fields.LocationOf(key), key));
            }
        }
        ImmutableArray<PackageRequirement> joined = ReadJoin();
        BuildSpec spec = new()
        {
            Image = _fields.ReadValueText(BuildKeys.Image).Trim(),
            Requires = [.. RequirementReader.ReadAll(_fields, BuildKeys.Requires, _diagnostics), .. joined],
            Conflicts = RequirementReader.ReadAll(_fields, BuildKeys.Conflicts, _diagnostics),
            Provides = RequirementReader.ReadAll(_fields, BuildKeys.Provides, _diagnostics),
            Prelude = ReadCommands(BuildKeys.Prelude),
            Steps = ReadCommands(BuildKeys.Steps),
            Environment = ReadEnvironment(),
            Unpack = _fields.ReadFlag(BuildKeys.Unpack),
            PackageDirectory = _fields.ReadValueText(BuildKeys.PackageDirectory),
            Includes = PatternReader.ReadAll(_fields, BuildKeys.Includes, _diagnostics),
            Excludes = PatternReader.ReadAll(_fields, BuildKeys.Excludes, _diagnostics),
            Copies = [.. _fields.ReadMappings(BuildKeys.Copy).Select(entry => CopyReader.Read(entry, _diagnostics)).OfType<CopyEntry>()],
            Retrieve = [.. _fields.ReadValueTexts(BuildKeys.Retrieve).Select(item => new RetrieveEntry(item.Text, item.Location))],
            RequiresFinalImages = _fields.ReadFlag(BuildKeys.RequiresFinalImages) || !joined.IsEmpty,
            Subpackages = ReadSubpackages(),
            Delta = ReadDelta(),
        };
        CheckBase(spec);
        return spec;
    }

    private ImmutableArray<PackageRequirement> ReadJoin()
    {
        ImmutableArray<PackageRequirement> joined = RequirementReader.ReadAll(_fields, BuildKeys.Join, _diagnostics);
        if (!joined.IsEmpty)
        {
            _diagnostics.Add(TreeDiagnostics.JoinTranslated(_fields.LocationOf(BuildKeys.Join)));
        }
        return joined;
    }

    private ImmutableArray<Step> ReadCommands(string key) =>
        [.. _fields.ReadValueTexts(key).Select(item => new Step(item.Text, item.Location))];

    private ImmutableArray<string> ReadEnvironment()
    {
        ImmutableArray<string>.Builder entries = ImmutableArray.CreateBuilder<string>();
        foreach ((string text, SourceLocation location) in _fields.ReadValueTexts(BuildKeys.Environment))
        {
            string entry = text.TrimEnd('\n');
            if (entry.AsSpan().ContainsAny('\n', '\r') || entry.IndexOf('=', StringComparison.Ordinal) is 0 || !entry.AsSpan().ContainsAny('=', ' ', '\t'))
            {
                _diagnostics.Add(TreeDiagnostics.InvalidEnvironment(location, entry.ReplaceLineEndings(" ")));
                continue;
            }
            if (OldAssignment().Match(entry) is { Success: true } old)
            {
                _diagnostics.Add(TreeDiagnostics.OldEnvironment(location, entry, $"{old.Groups["key"]}={old.Groups["value"]}"));
            }
            entries.Add(entry);
        }
        return entries.ToImmutable();
    }

    /// <summary>What Dockerfiles allowed before there was <c>KEY=value</c>: the rest of the line is the value.</summary>
    [GeneratedRegex(@"^(?<key>[^\s=]+)[ \t]+(?<value>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex OldAssignment();

    private ImmutableArray<Subpackage> ReadSubpackages()
    {
        ImmutableArray<Subpackage>.Builder subpackages = ImmutableArray.CreateBuilder<Subpackage>();
        foreach (FieldReader entry in _fields.ReadMappings(BuildKeys.Subpackages))
        {
            entry.WarnOfUnknownKeys([.. PackageKeys.All, BuildKeys.Includes, BuildKeys.Excludes], "an entry of subpackages");
            ImmutableArray<PathPattern> includes = PatternReader.ReadAll(entry, BuildKeys.Includes, _diagnostics);
            ImmutableArray<PathPattern> excludes = PatternReader.ReadAll(entry, BuildKeys.Excludes, _diagnostics);
            if (DefinitionReader.Read(entry.Mapping, _diagnostics, integersAsFloats: true) is { } definition)
            {
                subpackages.Add(new Subpackage(definition, includes, excludes));
            }
        }
        return subpackages.ToImmutable();
    }

    private DeltaMode ReadDelta()
    {
        string text = _fields.ReadValueText(BuildKeys.Delta);
        switch (text)
        {
            case "changes":
                return DeltaMode.Changes;
            case "" or "added":
                return DeltaMode.Added;
            default:
                _diagnostics.Add(TreeDiagnostics.InvalidDelta(_fields.Find(BuildKeys.Delta)!.Location, text));
                return DeltaMode.Added;
        }
    }

    private void CheckBase(BuildSpec spec)
    {
        if (spec.Image.Length > 0 && !spec.Requires.IsEmpty)
        {
            _diagnostics.Add(TreeDiagnostics.ImageHidesRequires(_fields.LocationOf(_fields.Find(BuildKeys.Requires) is null ? BuildKeys.Join : BuildKeys.Requires)));
        }
        if (spec.Image.Length == 0 && spec.Requires.IsEmpty && FindWork(spec) is { } location)
        {
            _diagnostics.Add(TreeDiagnostics.NoBase(location));
        }
    }

    /// <summary>The first thing that needs an image; null for a virtual package.</summary>
    private SourceLocation? FindWork(BuildSpec spec) =>
        spec.Steps is [var step, ..] ? step.Location
        : spec.Prelude is [var command, ..] ? command.Location
        : spec.Copies is [var copy, ..] ? copy.Location
        : spec.Retrieve is [var entry, ..] ? entry.Location
        : spec.Unpack ? _fields.Find(BuildKeys.Unpack)!.Location
        : spec.PackageDirectory.Length > 0 ? _fields.Find(BuildKeys.PackageDirectory)!.Location
        : null;
}
