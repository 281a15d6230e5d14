namespace Cos.Sdk.Tests.Templating;

/// <summary>What the reference implementations answered, row by row.</summary>
public sealed class ReferenceTests
{
    /// <summary>Rows of the classic toolchain's own engine.</summary>
    [Theory]
    [MemberData(nameof(Rows), "reference.jsonl")]
    public void Render_ReferenceRow_GivesItsResult(TemplateRow row) => Check(row);

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
