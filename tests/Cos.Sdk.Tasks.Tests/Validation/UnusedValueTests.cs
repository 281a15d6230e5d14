namespace Cos.Sdk.Tests.Validation;

public sealed class UnusedValueTests : IDisposable
{
    private readonly ValidatedTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("{{ .Values.used }}", "used: 1\nflavour: 2\n", "2,1")]
    [InlineData("{{ .Values.a.b }}", "a: {b: 1, c: 2}\n", "1,11")]
    [InlineData("{{ .Values.a | toYaml }}", "a: {b: 1, c: {d: 2}}\n")]
    [InlineData("{{ range $k, $v := .Values.a }}{{ $k }}{{ end }}", "a: {b: 1, c: 2}\n")]
    [InlineData("{{ range .Values.a }}{{ .x }}{{ end }}", "a: {b: {x: 1, y: 2}, c: {x: 1}}\n", "1,15")]
    [InlineData("{{ range .Values.l }}{{ .x }}{{ end }}", "l: [{x: 1, y: 2}]\n")]
    [InlineData("{{ index .Values \"a-b\" }}", "a-b: 1\n")]
    [InlineData("{{ $k := \"x\" }}{{ index .Values $k }}", "x: 1\ny: 1\n", "2,1")]
    [InlineData("{{ $k := printf \"%s%s\" \"fo\" \"o\" }}{{ index .Values $k }}", "foo: 1\n")]
    [InlineData("{{ with .Values }}{{ .a }}{{ end }}", "a: 1\n")]
    [InlineData("{{ $v := .Values }}{{ $v.a }}", "a: 1\n")]
    [InlineData("{{ if eq .Values.arch \"arm\" }}{{ .Values.board }}{{ end }}", "arch: x86\nboard: pi\n")]
    [InlineData("{{ if .Values.a }}x{{ end }}", "a: {b: 1}\n")]
    [InlineData("{{ if .Values.a }}{{ .Values.a.b }}{{ end }}", "a: {b: 1, c: 2}\n", "1,11")]
    [InlineData("{{ hasKey .Values \"a\" }}", "a: 1\n")]
    [InlineData("{{ get .Values \"a\" }}{{ dig \"b\" \"c\" \"\" .Values }}", "a: 1\nb: {c: 1, d: 1}\n", "2,11")]
    [InlineData("{{ merge (dict) .Values | toJson }}", "a: 1\n")]
    [InlineData("{{ pick .Values \"a\" | toYaml }}", "a: 1\nb: 1\n", "2,1")]
    [InlineData("{{ .Values }}", "a: {b: 1}\n")]
    [InlineData("{{ define \"t\" }}{{ .a }}{{ end }}{{ include \"t\" .Values }}", "a: 1\n")]
    public void Validate_ValuesThatNoTemplateReads_AreNamed(string template, string values, params string[] places)
    {
        // A comment of YAML is rendered like anything else.
        _tree.Add("own/app", $"image: debian\n# {template}\n").WithValues(values);
        Assert.Equal(places.Select(place => $"COS1125 values0.yaml({place})"), _tree.Doubts().Where(item => item.StartsWith("COS1125", StringComparison.Ordinal)));
    }

    [Fact]
    public void Validate_SharedTemplates_ReadValuesToo() => Assert.Equal([], _tree
        .With("own/templates/t.yaml", "{{ define \"t\" }}{{ .Values.a }}{{ end }}")
        .Add("own/app", "image: {{ template \"t\" . }}\n").WithValues("a: debian\n").Doubts());

    [Fact]
    public void Validate_AKeyOfTwoFiles_IsNamedOnce() => Assert.Equal(["COS1125 values0.yaml(1,1)"], _tree
        .Add("own/app", "image: debian\n").WithValues("a: 1\n").WithValues("a: 2\n").Doubts());

    [Fact]
    public void Validate_WhatAnyPackageReads_IsUsed() => Assert.Equal([], _tree
        .Add("own/app", "image: debian\n").Add("base/other", "image: {{ .Values.a }}\n").WithValues("a: debian\n").Doubts());
}
