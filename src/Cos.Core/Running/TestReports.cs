using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Cos.Sdk.Running;

/// <summary>Results in the forms that test explorers and CI read.</summary>
internal static class TestReports
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>The type that all tests of boot tests are of; the list that all results are in.</summary>
    private const string UnitTestType = "13cdc9d9-ddb5-4fa4-a97d-d965ccfa6d4b";
    private const string ResultList = "8c84fa94-04c1-424b-9868-57a2d4851a1d";

    /// <summary>Visual Studio's TRX.</summary>
    /// <param name="suite">The derivative.</param>
    /// <param name="results">In order.</param>
    /// <param name="started">When the run began.</param>
    /// <param name="ended">When it ended.</param>
    /// <param name="attachments">Names of files beside the results.</param>
    public static string WriteTrx(
        string suite, IReadOnlyList<SystemTestResult> results, DateTimeOffset started, DateTimeOffset ended, params IEnumerable<string> attachments)
    {
        string Time(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
        int failed = results.Count(result => !result.Passed);
        XElement root = new(
            Trx + "TestRun",
            new XAttribute("id", Id(suite, Time(started))),
            new XAttribute("name", suite),
            new XElement(Trx + "Times", new XAttribute("creation", Time(started)), new XAttribute("start", Time(started)), new XAttribute("finish", Time(ended))),
            new XElement(Trx + "Results", results.Select(result => new XElement(
                Trx + "UnitTestResult",
                new XAttribute("executionId", Id(suite, result.Name, "execution")),
                new XAttribute("testId", Id(suite, result.Name)),
                new XAttribute("testName", Clean(result.Name)),
                new XAttribute("computerName", "guest"),
                new XAttribute("duration", result.Duration.ToString("c", CultureInfo.InvariantCulture)),
                new XAttribute("outcome", result.Passed ? "Passed" : "Failed"),
                new XAttribute("testType", UnitTestType),
                new XAttribute("testListId", ResultList),
                new XElement(
                    Trx + "Output",
                    new XElement(Trx + "StdOut", Clean(result.Output)),
                    result.Failure is null ? null : new XElement(Trx + "ErrorInfo", new XElement(Trx + "Message", Clean(result.Failure))))))),
            new XElement(Trx + "TestDefinitions", results.Select(result => new XElement(
                Trx + "UnitTest",
                new XAttribute("name", Clean(result.Name)),
                new XAttribute("id", Id(suite, result.Name)),
                new XElement(Trx + "Execution", new XAttribute("id", Id(suite, result.Name, "execution"))),
                new XElement(Trx + "TestMethod", new XAttribute("codeBase", suite), new XAttribute("className", suite), new XAttribute("name", Clean(result.Name)))))),
            new XElement(Trx + "TestEntries", results.Select(result => new XElement(
                Trx + "TestEntry",
                new XAttribute("testId", Id(suite, result.Name)),
                new XAttribute("executionId", Id(suite, result.Name, "execution")),
                new XAttribute("testListId", ResultList)))),
            new XElement(Trx + "TestLists", new XElement(Trx + "TestList", new XAttribute("name", "All Loaded Results"), new XAttribute("id", ResultList))),
            new XElement(
                Trx + "ResultSummary",
                new XAttribute("outcome", failed == 0 ? "Completed" : "Failed"),
                new XElement(
                    Trx + "Counters",
                    new XAttribute("total", results.Count),
                    new XAttribute("executed", results.Count),
                    new XAttribute("passed", results.Count - failed),
                    new XAttribute("failed", failed)),
                new XElement(Trx + "ResultFiles", attachments.Select(file => new XElement(Trx + "ResultFile", new XAttribute("path", file))))));
        return Write(root);
    }

    /// <summary>JUnit's XML, as CI servers read it.</summary>
    public static string WriteJUnit(string suite, IReadOnlyList<SystemTestResult> results, DateTimeOffset started)
    {
        string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
        TimeSpan whole = TimeSpan.FromTicks(results.Sum(result => result.Duration.Ticks));
        XElement root = new("testsuites", new XElement(
            "testsuite",
            new XAttribute("name", suite),
            new XAttribute("tests", results.Count),
            new XAttribute("failures", results.Count(result => !result.Passed)),
            new XAttribute("errors", 0),
            new XAttribute("skipped", 0),
            new XAttribute("time", Seconds(whole)),
            new XAttribute("timestamp", started.UtcDateTime.ToString("s", CultureInfo.InvariantCulture)),
            results.Select(result => new XElement(
                "testcase",
                new XAttribute("classname", suite),
                new XAttribute("name", Clean(result.Name)),
                new XAttribute("time", Seconds(result.Duration)),
                result.Failure is null ? null : new XElement("failure", new XAttribute("message", Clean(result.Failure.Split('\n')[0])), Clean(result.Failure)),
                new XElement("system-out", Clean(result.Output))))));
        return Write(root);
    }

    private static string Write(XElement root)
    {
        StringBuilder text = new();
        using (XmlWriter writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            root.WriteTo(writer);
        }
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{text}\n";
    }

    /// <summary>XML cannot hold every character that a console can.</summary>
    private static string Clean(string text) => string.Concat(ConsoleEscapes.Remove(text).Where(XmlConvert.IsXmlChar));

    /// <summary>The same test has the same identifier in every run, so that explorers keep its history.</summary>
    private static string Id(params string[] parts) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))).AsSpan(0, 16)).ToString();
}
