using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Scriban;
using Scriban.Runtime;

namespace Cos.Sdk.Dockerfiles;

/// <summary>Renders Dockerfiles with Scriban, from the SDK's own template or the project's.</summary>
internal sealed class DockerfileTemplate
{
    private const string Own = "Cos.Sdk.Dockerfiles.Package.Dockerfile.scriban";

    private readonly Template _template;
    private readonly SourceLocation _location;

    private DockerfileTemplate(string text, string file)
    {
        _location = new SourceLocation(file);
        _template = Template.Parse(text, file);
        if (_template.HasErrors)
        {
            Scriban.Parsing.LogMessage first = _template.Messages.First(message => message.Type == Scriban.Parsing.ParserMessageType.Error);
            throw new CosException(PlanningDiagnostics.TemplateFailed(
                new SourceLocation(file, first.Span.Start.Line + 1, first.Span.Start.Column + 1), first.Message));
        }
    }

    /// <summary>Opens the project's template, or the SDK's own when <paramref name="file"/> is empty.</summary>
    public static DockerfileTemplate Open(string file)
    {
        if (file.Length > 0)
        {
            return new DockerfileTemplate(File.ReadAllText(file), file);
        }
        using Stream stream = typeof(DockerfileTemplate).Assembly.GetManifestResourceStream(Own)
            ?? throw new InvalidOperationException($"{Own} is not in the assembly.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return new DockerfileTemplate(reader.ReadToEnd(), Own);
    }

    /// <summary>What identifies a project's template in content hashes; empty for the SDK's own.</summary>
    public static string DigestOf(string file) =>
        file.Length == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    /// <summary>The Dockerfile of an image node.</summary>
    public string Render(ImageNode node)
    {
        ScriptObject model = new()
        {
            ["package"] = node.Package,
            ["image"] = node.Image,
            ["from"] = node.Parent.From,
            ["instructions"] = node.Instructions
                .Select(line => new ScriptObject { ["keyword"] = line.Keyword, ["arguments"] = line.Arguments }).ToArray(),
        };
        TemplateContext context = new() { StrictVariables = true, LoopLimit = 100_000, LimitToString = 64 * 1024 * 1024 };
        context.PushGlobal(model);
        try
        {
            return _template.Render(context);
        }
        catch (Scriban.Syntax.ScriptRuntimeException exception)
        {
            SourceLocation at = new(_location.File, exception.Span.Start.Line + 1, exception.Span.Start.Column + 1);
            throw new CosException(PlanningDiagnostics.TemplateFailed(at, exception.OriginalMessage), exception);
        }
    }
}
