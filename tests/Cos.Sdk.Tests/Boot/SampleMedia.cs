namespace Cos.Sdk.IntegrationTests.Boot;

/// <summary>The sample's media, which test.sh has published before the tests start.</summary>
internal static class SampleMedia
{
    private const string FolderVariable = "COS_SAMPLE_PUBLISH";

    /// <summary>The file of a medium; fails the test when it was not published.</summary>
    public static string Find(BiosLoader loader) => Find(loader == BiosLoader.Grub ? "sampleOS-0.1.0-grub.iso" : "sampleOS-0.1.0.iso");

    /// <summary>The file of that name; fails the test when it was not published.</summary>
    public static string Find(string name)
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        if (string.IsNullOrEmpty(folder))
        {
            Assert.Fail($"The sample's media are not published: {FolderVariable} is not set. Run ./test.sh; it publishes them first, and says why where it cannot.");
        }
        string file = Path.Combine(folder, name);
        Assert.True(File.Exists(file), $"{file} does not exist. Run ./test.sh; it publishes the sample's media first, and says why where it cannot.");
        return file;
    }
}
