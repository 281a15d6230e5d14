using Cos.Sdk.Diagnostics;
using Cos.Sdk.Running;

namespace Cos.Sdk.Tests.Running;

public sealed class SystemTestReaderTests
{
    private readonly DiagnosticBag _diagnostics = [];

    [Fact]
    public void AnItemIsATest()
    {
        SystemTest test = Read(("Url", "http://localhost:8080/x"), ("Status", "404"), ("Expect", "^no"), ("Timeout", "5"))!;

        Assert.Equal((8080, 404, TimeSpan.FromSeconds(5)), (test.Url!.Port, test.Status, test.Timeout));
        Assert.Matches(test.Output!, "well\nno");
        Assert.False(test.NeedsShell);
        Assert.True(Read(("Unit", "x.service"))!.NeedsShell);
        Assert.Equal(("active", 200, 0), (Read(("Unit", "x.service"))!.State, test.ExitCode + 200, test.ExitCode));
    }

    [Theory]
    [InlineData("", "", "none of Command")]
    [InlineData("Url", "localhost:80", "no http or https")]
    [InlineData("Url", "file:///etc/passwd", "no http or https")]
    [InlineData("Console", "(", "no regular expression")]
    [InlineData("Console", "(?=x)", "bounded time")]
    [InlineData("Timeout", "soon", "no number")]
    [InlineData("ExitCode", "256", "no number")]
    public void WhatCannotBeRunIsRefused(string key, string value, string reason)
    {
        (string, string)[] metadata = key is "Timeout" or "ExitCode" ? [("Command", "true"), (key, value)] : [(key, value)];

        Assert.Null(Read(metadata));
        Diagnostic diagnostic = Assert.Single(_diagnostics);
        Assert.Equal("COS9101", diagnostic.Code);
        Assert.Contains(reason, diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneTestDoesOneThing()
    {
        Assert.Null(Read(("Command", "true"), ("Unit", "x.service")));
        Assert.Contains("Command and Unit", Assert.Single(_diagnostics).Message, StringComparison.Ordinal);
    }

    private SystemTest? Read(params (string Key, string Value)[] metadata) => SystemTestReader.Read(
        "a test", key => metadata.FirstOrDefault(entry => entry.Key == key).Value ?? "", new SourceLocation("/os.cosproj"), _diagnostics);
}
