namespace Cos.Sdk.IntegrationTests.Boot;

/// <summary>Where files lie that are worth reading after a test.</summary>
internal static class TestResults
{
    /// <summary>A folder below <c>artifacts/test-results</c> of the repository, made when it is missing.</summary>
    public static string Folder(string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Cos.Sdk.sln")))
        {
            folder = folder.Parent;
        }
        string root = folder?.FullName ?? AppContext.BaseDirectory;
        return Directory.CreateDirectory(Path.Combine(root, "artifacts", "test-results", name)).FullName;
    }
}
