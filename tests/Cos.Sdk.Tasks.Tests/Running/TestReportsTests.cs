using System.Xml.Linq;
using Cos.Sdk.Running;

namespace Cos.Sdk.Tests.Running;

public sealed class TestReportsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly SystemTestResult[] Results =
    [
        new("boots", null, "", TimeSpan.FromSeconds(30.5)),
        new("answers <b>", "no\u0000 \u001b[31manswer\u001b[0m\nat all", "out & in", TimeSpan.FromSeconds(1)),
    ];

    [Fact]
    public void TrxHasResultsCountersAndTheLog()
    {
        XElement trx = XDocument.Parse(TestReports.WriteTrx("os", Results, Start, Start.AddMinutes(1), "os.serial.log")).Root!;
        XNamespace ns = trx.Name.Namespace;

        Assert.Equal(["Passed", "Failed"], trx.Descendants(ns + "UnitTestResult").Select(result => result.Attribute("outcome")!.Value));
        Assert.Equal("no answer\nat all", trx.Descendants(ns + "Message").Single().Value);
        XElement counters = trx.Descendants(ns + "Counters").Single();
        Assert.Equal(("2", "1", "1"), (counters.Attribute("total")!.Value, counters.Attribute("passed")!.Value, counters.Attribute("failed")!.Value));
        Assert.Equal("os.serial.log", trx.Descendants(ns + "ResultFile").Single().Attribute("path")!.Value);
        string[] ids = [.. trx.Descendants(ns + "UnitTest").Select(test => test.Attribute("id")!.Value)];
        Assert.Equal(ids, trx.Descendants(ns + "TestEntry").Select(entry => entry.Attribute("testId")!.Value));
        Assert.Equal(ids, XDocument.Parse(TestReports.WriteTrx("os", Results, Start.AddDays(1), Start.AddDays(1)))
            .Root!.Descendants(ns + "UnitTest").Select(test => test.Attribute("id")!.Value));
    }

    [Fact]
    public void JUnitHasFailuresWithTheirText()
    {
        XElement suite = XDocument.Parse(TestReports.WriteJUnit("os", Results, Start)).Root!.Element("testsuite")!;

        Assert.Equal(("2", "1", "31.500", "2026-01-02T03:04:05"), (
            suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value, suite.Attribute("time")!.Value, suite.Attribute("timestamp")!.Value));
        XElement failed = suite.Elements("testcase").Last();
        Assert.Equal("answers <b>", failed.Attribute("name")!.Value);
        Assert.Equal("no answer", failed.Element("failure")!.Attribute("message")!.Value);
        Assert.Equal("out & in", failed.Element("system-out")!.Value);
    }
}
