using System.Text;
using System.Text.RegularExpressions;

namespace Cos.Sdk.Tests.Diagnostics;

/// <summary>One code of the resources: its text and, in the comment, <c>Severity. Cause: … Cure: …</c>.</summary>
internal sealed record CatalogEntry(string Code, string Message, string Comment);

/// <summary>Writes docs/diagnostics.md from the resources.</summary>
internal static partial class DiagnosticPage
{
    private static readonly string[] Areas =
    [
        "Project and environment", "Trees", "Templates", "Resolution", "Planning and Dockerfiles",
        "Engine and steps", "Artifacts", "Repositories and registries", "Media and tools", "System",
    ];

    public static string Write(IEnumerable<CatalogEntry> entries)
    {
        StringBuilder page = new();
        page.Append("# Diagnostics\n\n")
            .Append("Every message of Cos.Sdk has a code. Warnings follow the project's `NoWarn`, `WarningsAsErrors` and `TreatWarningsAsErrors`.\n");
        foreach (IGrouping<char, CatalogEntry> area in entries.GroupBy(entry => entry.Code[3]))
        {
            page.Append($"\n## COS{area.Key}xxx: {Areas[area.Key - '0']}\n");
            foreach (CatalogEntry entry in area)
            {
                Match parts = Comment().Match(entry.Comment);
                Assert.True(parts.Success, $"{entry.Code}: the comment is not 'Error|Warning|Information. Cause: … Cure: …'.");
                page.Append($"\n### {entry.Code}\n\n> {entry.Message.ReplaceLineEndings(" ")}\n\n")
                    .Append($"*{parts.Groups[1].Value}.* {parts.Groups[2].Value.Trim()}\n\n**Cure.** {parts.Groups[3].Value.Trim()}\n");
            }
        }
        return page.ToString();
    }

    [GeneratedRegex("^(Error|Warning|Information)\\. Cause: (.+?) Cure: (.+)$", RegexOptions.Singleline)]
    private static partial Regex Comment();
}
