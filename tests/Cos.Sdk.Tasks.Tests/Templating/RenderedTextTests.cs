using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating;

namespace Cos.Sdk.Tests.Templating;

public sealed class RenderedTextTests
{
    private static readonly Dictionary<string, object?> Values = new() { ["multi"] = "l1\nl2\nl3", ["t"] = true, ["list"] = new object?[] { "a", "b" } };

    [Fact]
    public void Locate_CopiedText_GivesTheSameCharacter()
    {
        RenderedText text = Template.Render("image: a\n{{ if .Values.t }}\nsteps:\n- x\n{{ end }}\nenv: b\n", Values);

        Assert.Equal("image: a\n\nsteps:\n- x\n\nenv: b\n", text.Text);
        Assert.Equal(new SourceLocation(Template.FileName, 1, 8), text.Locate(1, 8));
        Assert.Equal(new SourceLocation(Template.FileName, 3, 1), text.Locate(3));
        Assert.Equal(new SourceLocation(Template.FileName, 4, 3), text.Locate(4, 3));
        Assert.Equal(new SourceLocation(Template.FileName, 6, 6), text.Locate(6, 6));
    }

    [Fact]
    public void Locate_PrintedValue_GivesTheAction()
    {
        RenderedText text = Template.Render("a:\n{{ .Values.multi | indent 2 }}\nb: {{ 1 }}", Values);

        Assert.Equal("a:\n  l1\n  l2\n  l3\nb: 1", text.Text);
        Assert.Equal(new SourceLocation(Template.FileName, 2, 1), text.Locate(3, 2));
        Assert.Equal(new SourceLocation(Template.FileName, 2, 1), text.Locate(4));
        Assert.Equal(new SourceLocation(Template.FileName, 3, 1), text.Locate(5));
        Assert.Equal(new SourceLocation(Template.FileName, 3, 4), text.Locate(5, 4));
    }

    [Fact]
    public void Locate_Loop_GivesTheLineOfTheBody()
    {
        RenderedText text = Template.Render("steps:\n{{- range .Values.list }}\n- run {{ . }} now\n{{- end }}\nend: 1", Values);

        Assert.Equal("steps:\n- run a now\n- run b now\nend: 1", text.Text);
        Assert.Equal(new SourceLocation(Template.FileName, 3, 3), text.Locate(3, 3));
        Assert.Equal(new SourceLocation(Template.FileName, 3, 7), text.Locate(3, 7));
        Assert.Equal(new SourceLocation(Template.FileName, 3, 14), text.Locate(3, 8));
        Assert.Equal(new SourceLocation(Template.FileName, 5, 1), text.Locate(4));
    }

    [Fact]
    public void Locate_TextOfASharedFile_NamesThatFile()
    {
        TemplateSource[] shared =
        [
            new("/tree/templates/a.yaml", "{{ define \"a\" }}\n- x\n{{ end }}"),
            new("/tree/templates/b.yaml", "{{ define \"b\" }}- y{{ end }}\n# said\n"),
        ];

        RenderedText text = Template.RenderShared(shared, "steps:{{ template \"a\" }}{{ include \"b\" . }}");

        Assert.Equal("\n\n# said\nsteps:\n- x\n- y", text.Text);
        Assert.Equal(new SourceLocation("/tree/templates/b.yaml", 2, 3), text.Locate(3, 3));
        Assert.Equal(new SourceLocation(Template.FileName, 1, 1), text.Locate(4));
        Assert.Equal(new SourceLocation("/tree/templates/a.yaml", 2, 3), text.Locate(5, 3));
        Assert.Equal(new SourceLocation(Template.FileName, 1, 25), text.Locate(6));
    }

    [Fact]
    public void Locate_BehindTheEnd_GivesTheEnd()
    {
        RenderedText text = Template.Render("a\nb");

        Assert.Equal(new SourceLocation(Template.FileName, 1, 2), text.Locate(1, 50));
        Assert.Equal(new SourceLocation(Template.FileName, 2, 2), text.Locate(99));
        Assert.Equal(new SourceLocation(Template.FileName, 1, 1), Template.Render("").Locate(1));
    }
}
