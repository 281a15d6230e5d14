using Cos.Sdk.Templating.Patterns;
using Cos.Sdk.Validation;

namespace Cos.Sdk.Tests.Validation;

public sealed class PatternShapeTests
{
    [Theory]
    [InlineData("usr^/bin")]
    [InlineData("/usr/bin$/x")]
    [InlineData("cost$5")]
    [InlineData("^usr/bin")]
    [InlineData("/usr//bin")]
    [InlineData("/usr/$")]
    [InlineData("^usr|^bin")]
    [InlineData("^/out/out/usr", "/out")]
    [InlineData("^/out/out$", "out/")]
    [InlineData("^/usr", "/out")]
    [InlineData("^/usr/.*\\.so", "/out")]
    [InlineData("^/outer/x", "/out")]
    public void WhyNoPath_PatternThatCannotMatch_HasAReason(string pattern, string packageDirectory = "") =>
        Assert.NotNull(PatternShape.Read(pattern)!.WhyNoPath(packageDirectory));

    [Theory]
    [InlineData("/usr/bin")]
    [InlineData("^/usr/bin$")]
    [InlineData("^/usr/.*")]
    [InlineData("^usr|^/bin")]
    [InlineData("\\.service$")]
    [InlineData("")]
    [InlineData("^")]
    [InlineData("a*^/x")]
    [InlineData("(a|b)$")]
    [InlineData("x?^/y")]
    [InlineData("/$|x")]
    [InlineData("[/]/")]
    [InlineData("^[/]usr")]
    [InlineData("^.usr")]
    [InlineData("/*/usr")]
    [InlineData("usr/?$")]
    [InlineData("^/out", "/out")]
    [InlineData("^/o", "/out")]
    [InlineData("^/out/usr", "/out")]
    [InlineData("/usr", "/out")]
    [InlineData("^/", "/out")]
    [InlineData("^/ou+t/x", "/out")]
    public void WhyNoPath_PatternThatMayMatch_HasNone(string pattern, string packageDirectory = "") =>
        Assert.Null(PatternShape.Read(pattern)?.WhyNoPath(packageDirectory));

    /// <summary>What matches one of many paths is never called impossible.</summary>
    [Fact]
    public void WhyNoPath_RandomPatterns_IsNeverWrong()
    {
        string[] pieces = ["^", "$", "/", "a", "b", ".", "[ab]", "(a|b)", "a*", "b+", "/?", "|", "\\.", "x{0,2}", "x{1,2}", "\\A", "\\z"];
        string[] names = ["a", "b", "x", "ab", "a.b", "xx"];
        string[] paths = [.. names.SelectMany(first => names.Select(second => $"/{first}/{second}")), .. names.Select(name => "/" + name), "/a/a/b", "/x/x/x"];
        Random random = new(4711);
        int tried = 0;
        for (int round = 0; round < 4000; round++)
        {
            string pattern = string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => pieces[random.Next(pieces.Length)]));
            string folder = random.Next(3) == 0 ? "/a" : "";
            GoRegex regex;
            try
            {
                regex = GoRegex.Parse(pattern);
            }
            catch (PatternException)
            {
                continue;
            }
            tried++;
            if (PatternShape.Read(pattern)?.WhyNoPath(folder) is { } reason && !reason.Contains("twice", StringComparison.Ordinal))
            {
                Assert.All(paths.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal)), path => Assert.False(regex.IsMatch(path), $"{pattern} on {path}: {reason}"));
            }
        }
        Assert.True(tried > 2000);
    }
}
