using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating;

namespace Cos.Sdk.Tests.Templating;

public sealed class TemplateErrorTests
{
    [Theory]
    [InlineData("a\n  {{ .Values", "COS2001", 2, 3)]
    [InlineData("{{/* x", "COS2002", 1, 1)]
    [InlineData("{{/* x */ y }}", "COS2003", 1, 1)]
    [InlineData("{{ \"x }}", "COS2004", 1, 4)]
    [InlineData("{{ (1 }}", "COS2005", 1, 4)]
    [InlineData("{{ 1) }}", "COS2005", 1, 5)]
    [InlineData("{{ a-b }}", "COS2006", 1, 5)]
    [InlineData("{{ 1 := 2 }}", "COS2007", 1, 6)]
    [InlineData("{{ 1x }}", "COS2008", 1, 4)]
    [InlineData("{{ 99999999999999999999 }}", "COS2008", 1, 4)]
    [InlineData("{{ 'ab' }}", "COS2009", 1, 4)]
    [InlineData("{{ \"\\q\" }}", "COS2010", 1, 4)]
    [InlineData("x\n{{ if true }}\n", "COS2011", 2, 1)]
    [InlineData("x\n\n{{ end }}", "COS2012", 3, 1)]
    [InlineData("{{ break }}", "COS2012", 1, 4)]
    [InlineData("{{ define \"a\" }}1{{ end }}\n{{ define \"a\" }}2{{ end }}", "COS2013", 2, 1)]
    [InlineData("{{ $a, $b := 1 }}", "COS2015", 1, 4)]
    [InlineData("{{ if }}{{ end }}", "COS2016", 1, 7)]
    [InlineData("{{ 1 | 2 }}", "COS2017", 1, 8)]
    [InlineData("{{ 5.x }}", "COS2008", 1, 4)]
    [InlineData("{{ \"a\".x }}", "COS2018", 1, 4)]
    [InlineData("image: x\nenv:\n- {{ nosuch 1 }}", "COS2019", 3, 6)]
    [InlineData("{{ $x }}", "COS2020", 1, 4)]
    [InlineData("{{ $x = 1 }}", "COS2020", 1, 4)]
    [InlineData("{{ template \"nope\" }}", "COS2021", 1, 1)]
    [InlineData("{{ include \"nope\" . }}", "COS2021", 1, 4)]
    [InlineData("{{ nil }}", "COS2023", 1, 4)]
    [InlineData("{{ .Values.a 1 }}", "COS2024", 1, 4)]
    [InlineData("{{ .Values.missing.deeper }}", "COS2025", 1, 4)]
    [InlineData("{{ .Values.a.b }}", "COS2026", 1, 4)]
    [InlineData("{{ range .Values.a }}{{ end }}", "COS2027", 1, 10)]
    [InlineData("{{ upper }}", "COS2028", 1, 4)]
    [InlineData("{{ upper .Values.n }}", "COS2029", 1, 10)]
    [InlineData("{{ eq 1 1.0 }}", "COS2030", 1, 4)]
    [InlineData("\n {{ fail \"boom\" }}", "COS2031", 2, 5)]
    [InlineData("{{ randAlpha 5 }}", "COS2032", 1, 4)]
    [InlineData("{{ regexFind \"[\" \"a\" }}", "COS2033", 1, 4)]
    [InlineData("{{ regexFind \"\\\\p{Greek}\" \"a\" }}", "COS2034", 1, 4)]
    public void Render_WrongTemplate_NamesCodeAndPlace(string template, string code, int line, int column)
    {
        Dictionary<string, object?> values = new() { ["a"] = "text", ["n"] = 5L };

        Diagnostic diagnostic = Template.Fail(template, values);

        Assert.Equal((code, DiagnosticSeverity.Error), (diagnostic.Code, diagnostic.Severity));
        Assert.Equal(new SourceLocation(Template.FileName, line, column), diagnostic.Location);
    }

    [Fact]
    public void Render_ErrorInASharedFile_NamesThatFile()
    {
        TemplateSource[] shared =
        [
            new("/tree/templates/a.yaml", "{{ define \"a\" }}x{{ end }}"),
            new("/tree/templates/b.yaml", "# b\n{{ define \"b\" }}{{ .Values.x.y }}{{ end }}\n"),
        ];

        CosException exception = Assert.Throws<CosException>(() => Template.RenderShared(shared, "{{ include \"b\" . }}"));

        Assert.Equal(new SourceLocation("/tree/templates/b.yaml", 2, 20), Assert.Single(exception.Diagnostics).Location);
    }

    [Fact]
    public void Render_TemplateDefinedInTwoFiles_NamesBoth()
    {
        TemplateSource[] shared = [new("/tree/templates/a.yaml", "{{ define \"a\" }}x{{ end }}")];

        CosException exception = Assert.Throws<CosException>(() => Template.RenderShared(shared, "\n{{ define \"a\" }}y{{ end }}"));

        Diagnostic diagnostic = Assert.Single(exception.Diagnostics);
        Assert.Equal(new SourceLocation(Template.FileName, 2, 1), diagnostic.Location);
        Assert.Contains("/tree/templates/a.yaml(1,", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_ErrorOfAFunction_NamesIt()
    {
        Assert.Contains("'semver'", Template.Fail("{{ semver \"bad\" }}").Message, StringComparison.Ordinal);
        Assert.Contains("'upper'", Template.Fail("{{ .Values | upper }}", new Dictionary<string, object?>()).Message, StringComparison.Ordinal);
        Assert.Contains("boom", Template.Fail("{{ fail \"boom\" }}").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("randAlphaNum 5")]
    [InlineData("randBytes 5")]
    [InlineData("uuidv4")]
    [InlineData("shuffle \"abc\"")]
    [InlineData("genPrivateKey \"rsa\"")]
    [InlineData("genCA \"x\" 5")]
    [InlineData("htpasswd \"a\" \"b\"")]
    [InlineData("bcrypt \"a\"")]
    [InlineData("encryptAES \"a\" \"b\"")]
    [InlineData("env \"HOME\"")]
    [InlineData("expandenv \"$HOME\"")]
    [InlineData("getHostByName \"localhost\"")]
    public void Render_FunctionThatIsNotReproducible_IsRefused(string call) =>
        Assert.Equal("COS2032", Template.Fail($"{{{{ {call} }}}}").Code);

    [Fact]
    public void Render_YamlWhereThereIsNone_IsRefused() =>
        Assert.Equal("COS2035", Template.Fail("{{ toYaml . }}", options: new TemplateOptions()).Code);

    [Fact]
    public void Render_AbsentValue_PrintsAndWarnsOncePerPlace()
    {
        DiagnosticBag bag = [];
        Dictionary<string, object?> values = new() { ["nul"] = null, ["list"] = new object?[] { 1L, 2L } };

        string text = Template.Render("a: {{ .Values.x }}\nb: {{ .Values.nul }}{{ range .Values.list }}{{ $.Values.y }}{{ end }}", values, diagnostics: bag).Text;

        Assert.Equal("a: <no value>\nb: <no value><no value><no value>", text);
        Assert.Equal([(1, 7), (2, 7), (2, 48)], bag.Select(item => (item.Location!.Line, item.Location.Column)));
        Assert.All(bag, item => Assert.Equal(("COS2039", DiagnosticSeverity.Warning), (item.Code, item.Severity)));
        Assert.Contains(".Values.x", bag.First().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_AbsentValueThatAFunctionPrints_WarnsAtTheArgument()
    {
        DiagnosticBag bag = [];

        string text = Template.Render("{{ printf \"%s-%v\" .Values.x 1 }} {{ .Values.y | print }} {{ print nil }}", new Dictionary<string, object?>(), diagnostics: bag).Text;

        Assert.Equal("%!s(<nil>)-1 <nil> <nil>", text);
        Assert.Equal([(1, 19), (1, 49)], bag.Select(item => (item.Location!.Line, item.Location.Column)));
    }

    [Fact]
    public void Render_AbsentValueThatIsHandled_DoesNotWarn()
    {
        DiagnosticBag bag = [];

        Template.Render("{{ .Values.x | default \"d\" }}{{ if .Values.y }}{{ end }}{{ .Values.z | quote }}", new Dictionary<string, object?>(), diagnostics: bag);

        Assert.Empty(bag);
    }

    [Fact]
    public void Render_UnknownTimeZone_UsesUtcAndWarns()
    {
        DiagnosticBag bag = [];

        Assert.Equal("00:00 UTC", Template.Render("{{ dateInZone \"15:04 MST\" 0 \"No/Where\" }}", diagnostics: bag).Text);

        Assert.Equal("COS2040", Assert.Single(bag).Code);
    }
}
