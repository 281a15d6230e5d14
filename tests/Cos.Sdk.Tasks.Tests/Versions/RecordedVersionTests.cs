using System.Text.Json;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Versions;

/// <summary>Behaviour recorded from the classic tool. Rows marked as quirks are shown where ours is better, in the other tests.</summary>
public sealed class RecordedVersionTests
{
    public static TheoryData<string> Rows(string kind) =>
        [.. File.ReadLines(Repository.PathOf("tests/Cos.Sdk.Tasks.Tests/Data/Versions/versions.jsonl"))
            .Where(line => line.Contains($"\"kind\": \"{kind}\"", StringComparison.Ordinal) && !line.Contains("\"quirk\": true", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Rows), "cmp")]
    public void Orders(string row)
    {
        JsonElement json = JsonElement.Parse(row);
        (string a, string b) = (Text(json, "a"), Text(json, "b"));
        (DebianVersion? left, DebianVersion? right) = (DebianVersion.TryParse(a), DebianVersion.TryParse(b));
        Assert.Equal(json.GetProperty("valid_a").GetBoolean(), left is not null);
        Assert.Equal(json.GetProperty("valid_b").GetBoolean(), right is not null);
        Assert.Equal(json.GetProperty("cmp").GetInt32(), Math.Sign(left!.CompareTo(right)));

        (SemanticVersion? semanticLeft, SemanticVersion? semanticRight) = (SemanticVersion.TryParse(a), SemanticVersion.TryParse(b));
        int? order = semanticLeft is null || semanticRight is null ? null : Math.Sign(semanticLeft.CompareTo(semanticRight));
        Assert.Equal(json.GetProperty("semcmp") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null, order);
    }

    [Theory]
    [MemberData(nameof(Rows), "match")]
    public void Matches(string row)
    {
        JsonElement json = JsonElement.Parse(row);
        (string selector, string version, bool expected) = (Text(json, "selector"), Text(json, "version"), json.GetProperty("match").GetBoolean());
        Assert.Equal(json.GetProperty("is_selector").GetBoolean(), VersionSelector.IsConstraint(selector));
        Assert.Equal(expected, VersionConstraint.Parse(selector).Matches(version));
        Assert.Equal(VersionSelector.IsConstraint(selector) ? expected : selector == version, VersionSelector.Parse(selector).Matches(version));
    }

    [Theory]
    [MemberData(nameof(Rows), "best")]
    public void Chooses(string row)
    {
        JsonElement json = JsonElement.Parse(row);
        string[] versions = [.. json.GetProperty("versions").EnumerateArray().Select(item => item.GetString()!)];
        Assert.Equal(json.GetProperty("best").GetString(), PackageVersion.Best(versions));
        Assert.Equal(json.GetProperty("best").GetString(), PackageVersion.Best(versions.Reverse()));
    }

    [Theory]
    [MemberData(nameof(Rows), "parse")]
    public void ParsesPackages(string row)
    {
        JsonElement json = JsonElement.Parse(row);
        if (json.TryGetProperty("error", out _))
        {
            Assert.Throws<CosException>(() => PackageReference.Parse(Text(json, "input")));
            return;
        }
        Assert.Equal(
            new PackageReference(Text(json, "category"), Text(json, "name"), Text(json, "version")), PackageReference.Parse(Text(json, "input")));
    }

    [Theory]
    [MemberData(nameof(Rows), "bump")]
    public void Bumps(string row)
    {
        JsonElement json = JsonElement.Parse(row);
        Assert.Equal(Text(json, "bumped"), BuildNumber.Bump(Text(json, "version")));
    }

    private static string Text(JsonElement json, string property) => json.GetProperty(property).GetString()!;
}
