using System.Diagnostics;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating;

namespace Cos.Sdk.Tests.Templating;

public sealed class HostileTemplateTests
{
    [Theory]
    [InlineData("{{ until 1000000000 }}")]
    [InlineData("{{ untilStep 0 9223372036854775807 1 }}")]
    [InlineData("{{ seq 1000000000 }}")]
    [InlineData("{{ seq -9223372036854775807 9223372036854775806 }}")]
    [InlineData("{{ repeat 1000000000 \"a\" }}")]
    [InlineData("{{ repeat 1000000000 \"\" }}{{ repeat 9000000 \"a\" }}")]
    [InlineData("{{ indent 1000000000 \"a\" }}")]
    [InlineData("{{ nindent 9223372036854775807 \"a\" }}")]
    [InlineData("{{ printf \"%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d%1000000d\" 1 1 1 1 1 1 1 1 1 }}")]
    [InlineData("{{ $x := repeat 8000 \"a\" }}{{ replace \"a\" $x (repeat 8000 \"a\") }}")]
    [InlineData("{{ $x := repeat 8000 \"a\" }}{{ regexReplaceAll \"a\" $x $x }}")]
    [InlineData("{{ $x := repeat 8000 \"a\" }}{{ join $x (splitList \"\" $x) }}")]
    [InlineData("{{ $x := repeat 8000 \"\\n\" }}{{ indent 8000 $x }}")]
    [InlineData("{{ $x := repeat 8000 \"a b \" }}{{ wrapWith 1 $x $x }}")]
    [InlineData("{{ $x := \"a\" }}{{ range until 100 }}{{ $x = print $x $x }}{{ end }}")]
    [InlineData("{{ $x := list 1 }}{{ range until 60 }}{{ $x = list $x $x }}{{ end }}{{ $x }}")]
    [InlineData("{{ $x := list 1 }}{{ range until 60 }}{{ $x = list $x $x }}{{ end }}{{ toJson $x }}")]
    [InlineData("{{ $x := list 1 }}{{ range until 60 }}{{ $x = list $x $x }}{{ end }}{{ deepCopy $x }}")]
    [InlineData("{{ $x := list 1 }}{{ range until 60 }}{{ $x = list $x $x }}{{ end }}{{ toYaml $x }}")]
    [InlineData("{{ $x := list 1 }}{{ $y := list 1 }}{{ range until 60 }}{{ $x = list $x $x }}{{ $y = list $y $y }}{{ end }}{{ deepEqual $x $y }}")]
    [InlineData("{{ $x := list 1 }}{{ range until 10000 }}{{ $x = list $x }}{{ end }}{{ $x }}")]
    [InlineData("{{ $x := list 1 }}{{ range until 10000 }}{{ $x = list $x }}{{ end }}{{ toJson $x }}")]
    [InlineData("{{ $x := list 1 }}{{ range until 10000 }}{{ $x = list $x }}{{ end }}{{ toYaml $x }}")]
    [InlineData("{{ $x := dict }}{{ $_ := set $x \"x\" $x }}{{ $x }}")]
    [InlineData("{{ $x := dict }}{{ $_ := set $x \"x\" $x }}{{ toToml $x }}")]
    [InlineData("{{ $x := dict }}{{ $_ := set $x \"x\" $x }}{{ toJson $x }}")]
    [InlineData("{{ $x := dict }}{{ $_ := set $x \"x\" $x }}{{ deepCopy $x }}")]
    [InlineData("{{ $x := dict }}{{ $_ := set $x \"x\" $x }}{{ $y := dict }}{{ $_ := set $y \"x\" $y }}{{ merge $x $y }}")]
    [InlineData("{{ $x := dict }}{{ $_ := set $x \"x\" $x }}{{ $y := dict }}{{ $_ := set $y \"x\" $y }}{{ deepEqual $x $y }}")]
    [InlineData("{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}")]
    [InlineData("{{ $l := until 100000 }}{{ uniq $l }}")]
    [InlineData("{{ $l := until 30000 }}{{ range $l }}{{ $l = append $l 1 }}{{ end }}")]
    [InlineData("{{ define \"a\" }}{{ template \"a\" . }}{{ end }}{{ template \"a\" . }}")]
    [InlineData("{{ define \"a\" }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}")]
    [InlineData("{{ define \"a\" }}{{ include \"b\" . }}{{ end }}{{ define \"b\" }}{{ template \"a\" . }}{{ end }}{{ include \"a\" . }}")]
    [InlineData("{{ define \"a\" }}{{ include \"a\" . }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}")]
    [InlineData("{{ define \"a\" }}{{ with . }}{{ (((include \"a\" .))) | upper | lower }}{{ end }}{{ end }}{{ include \"a\" 1 }}")]
    [InlineData("{{ regexMatch \"(a{1000}){1000}\" \"a\" }}{{ regexFind \"((a{10}){10}){10}b\" \"a\" }}{{ regexFind \"[\" \"\" }}")]
    [InlineData("{{ regexFind \"(x+x+)+y\" (repeat 100000 \"x\") }}{{ fail \"\" }}")]
    [InlineData("{{ fromJson (repeat 100000 \"[\") }}{{ mustFromJson (repeat 100000 \"[\") }}")]
    [InlineData("{{ semver (repeat 100000 \"1\") }}")]
    [InlineData("{{ semverCompare (repeat 100000 \">1 \") \"1.0\" }}")]
    [InlineData("{{ mulf 1e308 1e308 }}{{ range until 1000000 }}{{ mulf 1.1 1.1 1.1 1.1 1.1 1.1 1.1 1.1 1.1 1.1 1.1 1.1 1.1 1.1 1.1 1.1 1.1 1.1 1.1 1.1 }}{{ end }}{{ fail \"\" }}")]
    [InlineData("{{ int (repeat 100000 \"9\") }}{{ float64 (repeat 100000 \"9\") }}{{ atoi (repeat 100000 \"9\") }}{{ toDecimal (repeat 100000 \"7\") }}{{ fail \"\" }}")]
    [InlineData("{{ toDate (repeat 100000 \"2006\") (repeat 100000 \"2006\") }}{{ fail \"\" }}")]
    [InlineData("{{ date \"2006\" 9223372036854775807 }}{{ dateInZone \"2006\" -9223372036854775807 \"Europe/Berlin\" }}{{ (toDate \"2006\" \"2020\").AddDate 9223372036854775807 9223372036854775807 9223372036854775807 }}{{ fail \"\" }}")]
    public void Render_TemplateThatAsksForTooMuch_EndsInACodedErrorSoon(string template)
    {
        Stopwatch clock = Stopwatch.StartNew();
        TemplateOptions options = TemplateRow.Options with { MaxOperations = 3_000_000 };

        Assert.StartsWith("COS2", Template.Fail(template, options: options).Code, StringComparison.Ordinal);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"It took {clock.Elapsed}.");
    }

    [Theory]
    [InlineData("{{ if true }}", "{{ end }}")]
    [InlineData("{{ with 1 }}", "{{ end }}")]
    [InlineData("{{ range until 1 }}", "{{ end }}")]
    [InlineData("{{ if false }}{{ else }}", "{{ end }}")]
    [InlineData("{{ block \"a\" . }}", "{{ end }}")]
    public void Render_BlocksNestedWithoutEnd_AreRefused(string open, string close)
    {
        Assert.Equal("COS2014", Template.Fail(Repeat(open, 100_000) + Repeat(close, 100_000)).Code);
        Assert.Equal("COS2014", Template.Fail(Repeat(open, 100_000)).Code);
    }

    [Fact]
    public void Render_ParenthesesNestedWithoutEnd_AreRefused()
    {
        Assert.Equal("COS2014", Template.Fail("{{ " + Repeat("(", 100_000) + "1" + Repeat(")", 100_000) + " }}").Code);
        Assert.Equal("COS2034", Template.Fail("{{ regexMatch `" + Repeat("(", 5_000) + "` `a` }}").Code);
    }

    [Fact]
    public void Render_LongChainOfElseIf_IsNoNesting()
    {
        string chain = "{{ if false }}" + Repeat("{{ else if false }}", 20_000) + "{{ else }}x{{ end }}";

        Assert.Equal("x", Template.Render(chain).Text);
    }

    [Fact]
    public void Render_RecursionWithinBounds_Works()
    {
        const string Count = "{{ define \"a\" }}{{ if gt . 0 }}{{ if true }}{{ with . }}{{ (include \"a\" (sub . 1)) }}x{{ end }}{{ end }}{{ end }}{{ end }}";

        Assert.Equal(990, Template.Render(Count + "{{ include \"a\" 990 }}").Text.Length);
    }

    [Fact]
    public void Render_RecursionOnASmallStack_GoesOnElsewhere()
    {
        const string Nest = "{{ define \"a\" }}{{ if gt . 0 }}{{ range until 1 }}{{ with $ }}{{ ((((include \"a\" (sub . 1))))) }}x{{ end }}{{ end }}{{ end }}{{ end }}";
        string? text = null;
        Thread thread = new(() => text = Template.Render(Nest + "{{ include \"a\" 990 }}").Text, 256 * 1024);

        thread.Start();
        thread.Join();

        Assert.Equal(990, text?.Length);
    }

    [Fact]
    public void Render_ErrorDeepInARecursion_ComesThroughWithItsPlace()
    {
        const string Nest = "{{ define \"a\" }}{{ if gt . 0 }}{{ include \"a\" (sub . 1) }}{{ else }}{{ fail \"deep\" }}{{ end }}{{ end }}\n";

        Diagnostic diagnostic = Template.Fail(Nest + "{{ include \"a\" 900 }}");

        Assert.Equal(("COS2031", 1), (diagnostic.Code, diagnostic.Location!.Line));
    }

    [Fact]
    public void Render_OutputLongerThanAllowed_IsRefused()
    {
        TemplateOptions options = new() { MaxOutputLength = 100 };

        Assert.Equal(100, Template.Render("{{ range until 100 }}x{{ end }}", options: options).Text.Length);
        Assert.Equal("COS2036", Template.Fail("{{ range until 101 }}x{{ end }}", options: options with { MaxOperations = 10_000 }).Code);
        Assert.Equal("COS2036", Template.Fail(new string('x', 101), options: options).Code);
    }

    [Fact]
    public void Render_MoreOperationsThanAllowed_IsRefused() =>
        Assert.Equal("COS2037", Template.Fail("{{ range until 1000 }}{{ range until 1000 }}{{ end }}{{ end }}", options: new() { MaxOperations = 100_000 }).Code);

    [Fact]
    public void Render_CostlyFunctionInALoop_IsRefused() => Assert.Equal(
        "COS2037",
        Template.Fail("{{ range until 1000 }}{{ derivePassword 1 \"pin\" \"a\" \"b\" \"c\" }}{{ end }}", options: new() { MaxOperations = 3_000_000 }).Code);

    [Fact]
    public void Render_Cancelled_Stops()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        TemplateEngine engine = new(new TemplateOptions());

        Assert.Throws<OperationCanceledException>(() => engine.Render(
            [], new TemplateSource("/a", "{{ range until 100000 }}{{ end }}"), null, [], source.Token));
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
