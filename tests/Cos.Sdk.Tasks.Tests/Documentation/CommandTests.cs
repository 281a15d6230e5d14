using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cos.Sdk.Tests.Documentation;

/// <summary>What pages, templates and launch profiles tell a reader to type names what there is. (The integration tests run the commands of the pages that teach.)</summary>
public sealed partial class CommandTests
{
    /// <summary>Short for CosTarget, and what belongs to MSBuild and NuGet.</summary>
    private static readonly string[] OfOthers = ["target", "PublishProfile", "PackageVersion", "DisableFastUpToDateCheck", "UseSharedCompilation"];

    private static readonly string Reference = File.ReadAllText(Repository.PathOf("docs/reference.md"));

    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md").Append(Repository.PathOf("README.md"))
            .Concat(new[] { "templates", "samples" }.SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*", SearchOption.AllDirectories)
                .Where(file => file.EndsWith(".md", StringComparison.Ordinal) || file.EndsWith("launchSettings.json", StringComparison.Ordinal) || file.Contains("/workflows/", StringComparison.Ordinal))))
            .Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void CommandsNamePropertiesAndTargetsThatThereAre(string page)
    {
        string text = File.ReadAllText(Repository.PathOf(page));
        string[] properties = [.. ReferenceTables.Properties.Select(property => property.Name), .. OfOthers];
        foreach (string name in Property().Matches(text).Select(match => match.Groups[1].Value).Distinct())
        {
            Assert.True(properties.Contains(name, StringComparer.OrdinalIgnoreCase), $"{page} sets {name}, which is no property");
        }
        foreach (string name in Target().Matches(text).Select(match => match.Groups[1].Value).Distinct())
        {
            Assert.True(Reference.Contains($"| `{name}` |", StringComparison.Ordinal) || name is "Rebuild", $"{page} runs {name}, which is no target");
        }
    }

    [Fact]
    public void LaunchProfilesAreThoseThatTheReadmePromises()
    {
        JsonObject profiles = JsonNode.Parse(File.ReadAllText(Repository.PathOf("templates/cos-derivative/Properties/launchSettings.json")))!["profiles"]!.AsObject();

        Assert.Equal(["bios", "disk", "iso", "uefi"], profiles.Select(profile => profile.Key).Order(StringComparer.Ordinal));
        Assert.All(profiles.Where(profile => profile.Key != "bios"), profile =>
            Assert.StartsWith("run --no-launch-profile -p:CosRunMedium=", profile.Value!["commandLineArgs"]!.GetValue<string>(), StringComparison.Ordinal));
    }

    [GeneratedRegex(@"-p:([A-Za-z]+)=")]
    private static partial Regex Property();

    [GeneratedRegex(@"-t:([A-Za-z]+)")]
    private static partial Regex Target();
}
