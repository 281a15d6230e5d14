using Cos.Sdk.IntegrationTests.Sdk;

namespace Cos.Sdk.IntegrationTests.Documentation;

/// <summary>The commands of pages are run, one after another, as a reader would; what they should print is compared.</summary>
public sealed class PageTests(PackedSdk sdk)
{
    private static readonly bool IsSoak = Environment.GetEnvironmentVariable("COS_SOAK") == "1";

    /// <summary>Pages whose commands make a project, and the images that they name.</summary>
    [Theory]
    [InlineData("from-dockerfile.md", "debian:bookworm-slim")]
    [InlineData("tutorial.md", "cos.local/debian:bookworm-cos;cos.local/debian:bookworm-boot")]
    public async Task Commands_of_a_page_do_what_it_says(string page, string images)
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        box.Delete(box.Project);
        await sdk.PackTreeAsync();
        if (!IsSoak || page != "tutorial.md")
        {
            // No public registry is asked, and no distribution: what the page does is done on a small image of the same name.
            box.Write("Directory.Build.targets", $"""
                <Project><ItemGroup Condition="'$(UsingCosSdk)' == 'true'"><CosSeedImage Remove="@(CosSeedImage)" /><CosSeedImage Include="{images}" Tarball="{sdk.Seed}" /></ItemGroup></Project>
                """);
        }
        Dictionary<string, string?> environment = box.EnvironmentWith(new Dictionary<string, string?>
        {
            ["DOTNET_CLI_HOME"] = box.PathOf("home"), ["MSBUILDTERMINALLOGGER"] = "off", ["CosImageRepository"] = box.ImageRepository,
        });
        string folder = box.Folder;
        string said = "";
        foreach (DocBlock block in DocBlock.Of(File.ReadAllText(Path.Combine(PackedSdk.FindRepository(), "docs", page))))
        {
            if (block.Path is { } path)
            {
                string file = Path.Combine(folder, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllTextAsync(file, block.Text.Replace("Cos.Sdk/1.0.0", "Cos.Sdk/" + sdk.Version, StringComparison.Ordinal));
            }
            else if (block.Language == "sh" && (IsSoak || !block.IsLong))
            {
                string script = box.PathOf("block.sh"), place = box.PathOf("block.place");
                await File.WriteAllTextAsync(
                    script, $"set -e\n{block.Text.Replace("dotnet new install Cos.Sdk.Templates", "dotnet new install " + sdk.Templates, StringComparison.Ordinal)}\npwd > '{place}'\n");
                BuildResult result = await DotnetProcess.RunAsync(folder, environment, "bash", script);
                said = string.Join('\n', result.Output);
                Assert.True(result.ExitCode == 0, $"docs/{page}({block.Line}):\n{block.Text}\nended with {result.ExitCode}:\n{said}");
                folder = (await File.ReadAllTextAsync(place)).Trim();
            }
            else if (block.Language == "text" && (IsSoak || !block.IsLong))
            {
                foreach (string line in block.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    Assert.True(said.Contains(line.Trim(), StringComparison.Ordinal), $"docs/{page}({block.Line}): '{line}' is not in what was said:\n{said}");
                }
            }
        }
    }
}
