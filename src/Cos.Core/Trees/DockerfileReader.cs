using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Trees;

/// <summary>Reads a Dockerfile that gives a package. Its text is used as it is; what it takes from elsewhere has to be known.</summary>
internal sealed partial class DockerfileReader
{
    private readonly string _file;
    private readonly DiagnosticBag _diagnostics;
    private readonly ImmutableArray<DockerfileInstruction>.Builder _instructions = ImmutableArray.CreateBuilder<DockerfileInstruction>();
    private readonly List<DockerfileStage> _stages = [];
    private readonly Dictionary<string, string> _defaults = new(StringComparer.Ordinal);

    private DockerfileReader(string file, DiagnosticBag diagnostics) => (_file, _diagnostics) = (file, diagnostics);

    /// <summary>Null after an error.</summary>
    public static BuildSpec? Read(string file, DiagnosticBag diagnostics) =>
        YamlText.ReadFile(file, diagnostics, YamlLimits.Default) is { } text ? new DockerfileReader(file, diagnostics).Read(text) : null;

    private BuildSpec? Read(string text)
    {
        ReadLines(text);
        if (_stages.Count == 0)
        {
            _diagnostics.Add(TreeDiagnostics.DockerfileWithoutBase(new SourceLocation(_file)));
            return null;
        }
        if (_stages.Find(stage => stage.Base.Contains('$', StringComparison.Ordinal)) is { } open)
        {
            _diagnostics.Add(TreeDiagnostics.DockerfileBaseUnknown(open.Location, open.Base));
            return null;
        }
        return new BuildSpec
        {
            Image = (_stages.FindLast(stage => stage.Name.Length == 0) ?? _stages[^1]).Base,
            Dockerfile = text,
            DockerfileContent = new DockerfileContent(_instructions.ToImmutable(), [.. _stages]),
        };
    }

    /// <summary>Joins continued lines, without the comments between them.</summary>
    private void ReadLines(string text)
    {
        string[] lines = text.Split('\n');
        char escape = EscapeDirective().Match(text) is { Success: true } directive ? directive.Groups[1].Value[0] : '\\';
        string open = "";
        int first = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }
            first = open.Length == 0 ? i + 1 : first;
            if (line[^1] == escape)
            {
                open += line[..^1].TrimEnd() + " ";
                continue;
            }
            Add(open + line, first);
            open = "";
        }
        if (open.Length > 0)
        {
            Add(open, first);
        }
    }

    private void Add(string line, int number)
    {
        string[] words = line.Split([' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string keyword = words[0].ToUpperInvariant();
        string arguments = words.Length > 1 ? words[1] : "";
        SourceLocation location = new(_file, number, 1);
        _instructions.Add(new DockerfileInstruction(keyword, arguments, location));
        if (keyword == "FROM")
        {
            AddStage(arguments, location);
        }
        else if (_stages.Count > 0)
        {
            _stages[^1] = _stages[^1] with { Length = _stages[^1].Length + 1 };
        }
        else if (keyword == "ARG" && arguments.IndexOf('=', StringComparison.Ordinal) is > 0 and int at)
        {
            _defaults[arguments[..at]] = arguments[(at + 1)..].Trim('"', '\'');
        }
    }

    private void AddStage(string arguments, SourceLocation location)
    {
        string[] words = [.. arguments.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Where(word => !word.StartsWith("--", StringComparison.Ordinal))];
        if (words.Length > 0)
        {
            string name = words is [_, var link, var given, ..] && link.Equals("as", StringComparison.OrdinalIgnoreCase) ? given : "";
            _stages.Add(new DockerfileStage(Variable().Replace(words[0], Default), name, 0, location));
        }
    }

    private string Default(Match variable) =>
        _defaults.TryGetValue(variable.Groups[1].Value, out string? value) && value.Length > 0 ? value
        : variable.Groups[2].Success ? variable.Groups[2].Value
        : variable.Value;

    [GeneratedRegex(@"\A#\s*escape\s*=\s*([\\`])", RegexOptions.IgnoreCase)]
    private static partial Regex EscapeDirective();

    [GeneratedRegex(@"\$\{?([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}?")]
    private static partial Regex Variable();
}
