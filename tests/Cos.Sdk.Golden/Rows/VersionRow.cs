using System.Text.Json;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Golden.Rows;

/// <summary>A row with a <c>kind</c>: <c>cmp</c>, <c>match</c>, <c>best</c>, <c>parse</c> or <c>bump</c>.</summary>
internal static class VersionRow
{
    /// <summary>The difference; null when there is none.</summary>
    public static string? Compare(JsonElement row) => row.Text("kind") switch
    {
        "cmp" => CompareOrder(row),
        "match" => CompareMatch(row),
        "best" => Difference.Of(row.Text("best"), PackageVersion.Best(row.Texts("versions")!)),
        "parse" => CompareParse(row),
        "bump" => Difference.Of(row.Text("bumped"), BuildNumber.Bump(row.Text("version")!)),
        var kind => $"a row of the unknown kind {kind}",
    };

    private static string? CompareOrder(JsonElement row)
    {
        (string a, string b) = (row.Text("a")!, row.Text("b")!);
        (DebianVersion? left, DebianVersion? right) = (DebianVersion.TryParse(a), DebianVersion.TryParse(b));
        (SemanticVersion? semanticLeft, SemanticVersion? semanticRight) = (SemanticVersion.TryParse(a), SemanticVersion.TryParse(b));
        string best = Math.Sign(left is null ? right is null ? 0 : -1 : left.CompareTo(right)).ToString(CultureInfo.InvariantCulture);
        string semantic = semanticLeft is null || semanticRight is null
            ? "null"
            : Math.Sign(semanticLeft.CompareTo(semanticRight)).ToString(CultureInfo.InvariantCulture);
        return Difference.Of(
            $"{a} against {b}: valid {Raw("valid_a")} {Raw("valid_b")}, cmp {Raw("cmp")}, semcmp {Raw("semcmp")}",
            $"{a} against {b}: valid {Word(left is not null)} {Word(right is not null)}, cmp {best}, semcmp {semantic}");

        string Raw(string property) => row.TryGetProperty(property, out JsonElement value) ? value.GetRawText() : "absent";
    }

    private static string? CompareMatch(JsonElement row)
    {
        (string selector, string version) = (row.Text("selector")!, row.Text("version")!);
        bool recorded = row.Flag("match");
        bool isSelector = row.Flag("is_selector");
        return Difference.Of(
            $"{selector} on {version}: match {Word(recorded)}, is_selector {Word(isSelector)}, in resolution {Word(isSelector ? recorded : selector == version)}",
            $"{selector} on {version}: match {Word(VersionConstraint.Parse(selector).Matches(version))}, is_selector {Word(VersionSelector.IsConstraint(selector))}, "
            + $"in resolution {Word(VersionSelector.Parse(selector).Matches(version))}");
    }

    private static string? CompareParse(JsonElement row)
    {
        string? recorded = row.TryGetProperty("error", out JsonElement error) && error.ValueKind is not (JsonValueKind.Null or JsonValueKind.False)
            ? null
            : $"{row.Text("category")} {row.Text("name")} {row.Text("version")}";
        try
        {
            PackageReference ours = PackageReference.Parse(row.Text("input")!);
            return Difference.Of(recorded, $"{ours.Category} {ours.Name} {ours.Selector}");
        }
        catch (CosException)
        {
            return Difference.Of(recorded, null);
        }
    }

    private static string Word(bool value) => value ? "true" : "false";
}
