namespace Cos.Sdk.Tests.Templating;

/// <summary>What Go answered, row by row; the rows of the classic toolchain itself are in tests/golden.</summary>
public sealed class ReferenceTests
{
    /// <summary>Rows of Go 1.19 with sprig 3.2, by area.</summary>
    [Theory]
    [MemberData(nameof(Rows), "go-sprig.jsonl")]
    public void Render_GoRow_GivesItsResult(TemplateRow row) => Check(row);

    /// <summary>Rows of the same, of calls put together by chance.</summary>
    [Fact]
    public void Render_RandomCalls_GiveTheirResults() => Assert.All(TemplateRow.Read("random-calls.jsonl"), Check);

    public static TheoryData<TemplateRow> Rows(string file) => [.. TemplateRow.Read(file)];

    private static void Check(TemplateRow row)
    {
        string? actual = row.Render();
        if (!row.IsQuirk)
        {
            Assert.Equal(row.Output, actual);
        }
    }
}
