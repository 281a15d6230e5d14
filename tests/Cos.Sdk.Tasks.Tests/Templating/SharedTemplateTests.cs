using Cos.Sdk.Templating;

namespace Cos.Sdk.Tests.Templating;

public sealed class SharedTemplateTests
{
    [Fact]
    public void Render_SharedFiles_ComeFirstAndShareTheirNames()
    {
        TemplateSource[] shared =
        [
            new("/t/a.yaml", "{{- define \"a\" -}}A{{ .Values.x }}{{- end -}}"),
            new("/t/b.yaml", "{{ $greeting := \"hi\" }}{{ define \"b\" }}B{{ template \"a\" . }}{{ end }}\n"),
        ];

        Assert.Equal(
            "hi BA5",
            Template.RenderShared(shared, "{{- $greeting }} {{ include \"b\" . }}", new Dictionary<string, object?> { ["x"] = 5L }).Text);
    }

    /// <summary>The shared files are parsed apart; that must not show.</summary>
    [Theory]
    [InlineData("{{ define \"a\" }}A{{ end }}", "{{ template \"a\" }}", "\nA")]
    [InlineData("x {{- 1 -}}\n", " \n y", "x1y")]
    [InlineData("x {{/* c */ -}}\n", " \n y", "x y")]
    [InlineData("x -}}\n", " y", "x -}}\n y")]
    [InlineData("x  \n", "  {{- 1 }}", "x1")]
    [InlineData("x  \n", "{{- /* c */}}y", "xy")]
    [InlineData("{{ if true }}x  \n{{ end }}", "{{- 1 }}", "x  \n1")]
    [InlineData("{{ if true }}\n", "{{ .Values }}{{ end }}", "\nvalues")]
    [InlineData("{{ $x := 1 }}", "{{ $x }}{{ $x = 2 }}{{ $x }}", "\n12")]
    [InlineData("{{ define \"a\" }} {{ end }}", "{{ define \"a\" }}B{{ end }}{{ template \"a\" }}", "\nB")]
    [InlineData("{{ define \"a\" }}{{ template \"b\" }}{{ end }}", "{{ define \"b\" }}B{{ end }}{{ template \"a\" }}", "\nB")]
    [InlineData("{{/* ", "*/}}x", "x")]
    [InlineData("{", "{ 1 }}", "{\n{ 1 }}")]
    public void Render_SharedFile_ReadsAsOneTextWithTheTemplate(string shared, string template, string expected)
    {
        TemplateEngine engine = new(TemplateRow.Options);
        TemplateSource[] files = [new("/t/a.yaml", shared)];
        Dictionary<string, object?> root = new() { ["Values"] = "values" };
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(expected, engine.Render(files, new TemplateSource("/t/build.yaml", template), root, [], CancellationToken.None).Text);
        }
    }

    [Fact]
    public void Render_SameEngineAgain_SeesNothingOfTheFormerRendering()
    {
        TemplateSource[] shared = [new("/t/a.yaml", "{{ define \"a\" }}{{ set .Values \"x\" 2 | len }}{{ end }}")];
        TemplateEngine engine = new(new TemplateOptions());
        TemplateSource main = new("/t/build.yaml", "{{ .Values.x }}{{ template \"a\" . }}{{ .Values.x }}");
        Dictionary<string, object?> root = new() { ["Values"] = new Dictionary<string, object?> { ["x"] = 1L } };

        Assert.All(
            Enumerable.Range(0, 20).AsParallel().Select(_ => engine.Render(shared, main, root, [], CancellationToken.None).Text),
            text => Assert.Equal("\n112", text.Replace("\n\n", "\n", StringComparison.Ordinal)));
        Assert.Equal(1L, ((Dictionary<string, object?>)root["Values"]!)["x"]);
    }

    [Fact]
    public void Render_Now_IsTheEpoch()
    {
        TemplateOptions options = new() { Epoch = new DateTimeOffset(2021, 4, 15, 12, 30, 0, TimeSpan.Zero) };

        Assert.Equal(
            "2021-04-15 2021 12h30m0s 2021-04-15 12:30:00 +0000 UTC",
            Template.Render("{{ now | date \"2006-01-02\" }} {{ now.Year }} {{ ago (toDate \"2006-01-02\" \"2021-04-15\") }} {{ now }}", options: options).Text);
    }

    [Fact]
    public void Render_DatesFromOutside_ArePrintedAsDates()
    {
        Dictionary<string, object?> values = new()
        {
            ["day"] = new DateTimeOffset(2020, 2, 3, 4, 5, 6, TimeSpan.Zero),
            ["span"] = TimeSpan.FromMinutes(90),
            ["big"] = ulong.MaxValue,
        };

        Assert.Equal(
            "2020-02-03 04:05:06 +0000 UTC|February|1h30m0s|18446744073709551615 uint64",
            Template.Render("{{ .Values.day }}|{{ .Values.day.Month }}|{{ .Values.span }}|{{ .Values.big }} {{ typeOf .Values.big }}", values).Text);
    }

    [Fact]
    public void Render_NestedMaps_AreAcceptedByDictionaryFunctions() => Assert.Equal(
        "[a b]{\"a\":1,\"b\":[2]}3",
        Template.Render(
            "{{ keys .Values.m | sortAlpha }}{{ toJson .Values.m }}{{ set .Values.m \"c\" 3 | len }}",
            new Dictionary<string, object?> { ["m"] = new Dictionary<string, object?> { ["a"] = 1L, ["b"] = new object?[] { 2L } } }).Text);

    [Fact]
    public void Render_FromYaml_MakesAllNumbersFloats() =>
        Assert.Equal("1e+06 float64", Template.Render("{{ (fromYaml \"a: 1000000\").a }} {{ (fromYaml \"a: 1\").a | typeOf }}").Text);

    [Fact]
    public void Render_FromYamlOfWrongText_GivesAnErrorKey() =>
        Assert.StartsWith("The list or mapping that this bracket opens", Template.Render("{{ (fromYaml \"a: [\").Error }}").Text, StringComparison.Ordinal);
}
