using Cos.Sdk.IntegrationTests.Sdk;

namespace Cos.Sdk.IntegrationTests.Documentation;

/// <summary>The pages that builds write, looked at in a browser without a network.</summary>
public sealed class BrowserTests(PackedSdk sdk)
{
    [Fact]
    public async Task Graph_and_timeline_show_what_they_are_about()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("COS_SOAK") == "1", "Long: set COS_SOAK=1.");
        Assert.True(File.Exists("/usr/bin/chromium"), "The test needs Debian's package chromium: apt-get install chromium");
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(box);
        await box.BuildAsync();
        await box.BuildAsync("-t:CosGraph");

        string graph = box.PathOf("bin/Debug/tiny.graph.html");
        string shown = await LookAsync(box, graph, "");
        Assert.Equal(3, Count(shown, "class=\"node"));
        Assert.Contains("class=\"edge", shown, StringComparison.Ordinal);
        Assert.Contains("hidden", Aside(shown), StringComparison.Ordinal);

        // A click on app/a: what needs it comes to the fore, and the panel says where that is written.
        string clicked = await LookAsync(box, graph, "[...document.querySelectorAll('.node')].find(n => n.textContent.includes('a')).dispatchEvent(new MouseEvent('click', { bubbles: true }));");
        Assert.DoesNotContain("hidden", Aside(clicked), StringComparison.Ordinal);
        Assert.Contains("packages/b/build.yaml", clicked[clicked.IndexOf("<aside", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("near", clicked, StringComparison.Ordinal);

        string timeline = await LookAsync(box, box.PathOf("obj/Debug/cos/timeline.html"), "");
        foreach (string package in new[] { "app/a@1.0", "app/b@1.0", "app/c@1.0" })
        {
            Assert.Contains(package, timeline, StringComparison.Ordinal);
        }
    }

    private static string Aside(string page)
    {
        int start = page.IndexOf("<aside", StringComparison.Ordinal);
        return page[start..page.IndexOf('>', start)];
    }

    private static int Count(string text, string part) => (text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length;

    /// <summary>What a page is when its scripts, and one more, have run. An error of a script, or a wish for the network, fails the test.</summary>
    private static async Task<string> LookAsync(Sandbox box, string file, string script)
    {
        string page = box.PathOf("page.html");
        await File.WriteAllTextAsync(page, (await File.ReadAllTextAsync(file)).Replace("</body>", $"<script>addEventListener('load', () => {{ {script} }});</script></body>", StringComparison.Ordinal));
        string profile = box.PathOf("profile");
        BuildResult result = await DotnetProcess.RunAsync(
            box.Folder, box.EnvironmentWith(new Dictionary<string, string?> { ["HOME"] = profile }), "/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            $"--user-data-dir={profile}", "--enable-logging=stderr", "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=5000", "--dump-dom", "file://" + page);
        string shown = string.Join('\n', result.AssertSucceeded().Output);
        Assert.DoesNotContain(result.Output, line => line.Contains(":CONSOLE", StringComparison.Ordinal));
        return shown;
    }
}
