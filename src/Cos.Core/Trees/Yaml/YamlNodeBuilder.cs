using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Cos.Sdk.Trees.Yaml;

/// <summary>Makes nodes of a parser's events. Faults of structure are reported to the bag; faults of syntax are the parser's exceptions.</summary>
internal sealed class YamlNodeBuilder(Parser parser, YamlLocator locator, DiagnosticBag diagnostics, YamlLimits limits)
{
    private readonly Dictionary<string, YamlNode?> _anchors = new(StringComparer.Ordinal);

    private readonly Stack<Mark> _openFlows = [];

    private readonly YamlWarnings _warnings = new(diagnostics);

    private long _nodes;

    /// <summary>The bracket or brace that was opened last and is not closed yet.</summary>
    public Mark? OpenFlow => _openFlows.TryPeek(out Mark mark) ? mark : null;

    /// <summary>How far reading came.</summary>
    public Mark Position => parser.Current?.End ?? Mark.Empty;

    /// <summary>The first document of the stream; null after an error that was reported.</summary>
    public YamlNode? ReadDocument()
    {
        YamlNode? root = null;
        bool failed = false;
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case DocumentStart start when root is not null:
                    diagnostics.Add(TreeDiagnostics.SeveralDocuments(Locate(start)));
                    return root;
                case DocumentStart:
                    parser.MoveNext();
                    root = ReadNode(depth: 1);
                    failed = root is null;
                    break;
            }
            if (failed)
            {
                return null;
            }
        }
        return root ?? CreateScalar(1, 1, "", YamlScalarStyle.Plain, tag: null);
    }

    private YamlNode? ReadNode(int depth)
    {
        ParsingEvent current = parser.Current!;
        if (current is AnchorAlias alias)
        {
            return ReadAlias(alias, depth);
        }
        if (depth > limits.MaxDepth)
        {
            return Fail(TreeDiagnostics.TooDeep(Locate(current), limits.MaxDepth));
        }
        if (++_nodes > limits.MaxNodes)
        {
            return Fail(TreeDiagnostics.TooManyNodes(Locate(current), limits.MaxNodes));
        }
        if (current is not NodeEvent { Anchor: var anchor })
        {
            throw new SemanticErrorException(current.Start, current.End, "A value is missing.");
        }
        if (!anchor.IsEmpty)
        {
            _anchors[anchor.Value] = null;
        }
        YamlNode? node = current switch
        {
            Scalar scalar => CreateScalar(scalar),
            SequenceStart { Style: SequenceStyle.Flow } or MappingStart { Style: MappingStyle.Flow } => ReadFlow(current, depth),
            _ => ReadCollection(current, depth),
        };
        if (!anchor.IsEmpty)
        {
            _anchors[anchor.Value] = node;
        }
        return node;
    }

    private YamlNode? ReadAlias(AnchorAlias alias, int depth)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out YamlNode? node))
        {
            return Fail(TreeDiagnostics.UnknownAnchor(Locate(alias), alias.Value.Value));
        }
        if (node is null)
        {
            return Fail(TreeDiagnostics.RecursiveAnchor(Locate(alias), alias.Value.Value));
        }
        if (depth - 1 + node.Depth > limits.MaxDepth)
        {
            return Fail(TreeDiagnostics.TooDeep(Locate(alias), limits.MaxDepth));
        }
        _nodes += node.Size;
        return _nodes <= limits.MaxNodes ? node : Fail(TreeDiagnostics.TooManyNodes(Locate(alias), limits.MaxNodes));
    }

    private YamlNode? ReadFlow(ParsingEvent start, int depth)
    {
        _openFlows.Push(start.Start);
        YamlNode? node = ReadCollection(start, depth);
        _openFlows.Pop();
        return node;
    }

    private YamlNode? ReadCollection(ParsingEvent start, int depth) =>
        start is SequenceStart ? ReadSequence(start.Start, depth) : ReadMapping(start.Start, depth);

    private YamlSequence? ReadSequence(Mark start, int depth)
    {
        ImmutableArray<YamlNode>.Builder items = ImmutableArray.CreateBuilder<YamlNode>();
        int below = 0;
        long size = 1;
        while (parser.MoveNext() && parser.Current is not SequenceEnd)
        {
            if (ReadNode(depth + 1) is not { } item)
            {
                return null;
            }
            items.Add(item);
            below = Math.Max(below, item.Depth);
            size += item.Size;
        }
        return new YamlSequence(locator, (int)start.Line, (int)start.Column, items.DrainToImmutable(), below + 1, size);
    }

    private YamlMapping? ReadMapping(Mark start, int depth)
    {
        YamlMappingBuilder mapping = new(_warnings);
        while (parser.MoveNext() && parser.Current is not MappingEnd)
        {
            if (ReadNode(depth + 1) is not { } key || !parser.MoveNext() || ReadNode(depth + 1) is not { } value)
            {
                return null;
            }
            if (key is not YamlScalar name)
            {
                diagnostics.Add(TreeDiagnostics.ComplexKey(key.Location, key.Describe()));
                return null;
            }
            if (!mapping.TryAdd(name, value))
            {
                return null;
            }
            if ((_nodes += mapping.TakeMergedSize()) > limits.MaxNodes)
            {
                diagnostics.Add(TreeDiagnostics.TooManyNodes(name.Location, limits.MaxNodes));
                return null;
            }
        }
        return mapping.Build(locator, (int)start.Line, (int)start.Column);
    }

    private YamlScalar? CreateScalar(Scalar scalar)
    {
        YamlScalarStyle style = scalar.Style switch
        {
            ScalarStyle.SingleQuoted => YamlScalarStyle.SingleQuoted,
            ScalarStyle.DoubleQuoted => YamlScalarStyle.DoubleQuoted,
            ScalarStyle.Literal => YamlScalarStyle.Literal,
            ScalarStyle.Folded => YamlScalarStyle.Folded,
            _ => YamlScalarStyle.Plain,
        };
        string? tag = scalar.Tag.IsEmpty ? null : scalar.Tag.Value;
        return CreateScalar((int)scalar.Start.Line, (int)scalar.Start.Column, scalar.Value, style, tag);
    }

    private YamlScalar? CreateScalar(int line, int column, string text, YamlScalarStyle style, string? tag)
    {
        (YamlScalarKind Kind, object? Value)? resolved =
            tag is not null ? YamlResolver.ResolveTagged(text, tag)
            : style == YamlScalarStyle.Plain ? YamlResolver.ResolvePlain(text)
            : (YamlScalarKind.String, text);
        if (resolved is not (YamlScalarKind kind, var value))
        {
            diagnostics.Add(TreeDiagnostics.TagMismatch(locator(line, column), text, tag!));
            return null;
        }
        return new YamlScalar(locator, line, column, text, style, tag, kind, value);
    }

    private YamlNode? Fail(Diagnostic diagnostic)
    {
        diagnostics.Add(diagnostic);
        return null;
    }

    private SourceLocation Locate(ParsingEvent current) => locator((int)current.Start.Line, (int)current.Start.Column);
}
