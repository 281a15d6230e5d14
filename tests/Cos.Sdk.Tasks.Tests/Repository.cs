namespace Cos.Sdk.Tests;

/// <summary>Finds the files of the repository that a test looks at.</summary>
internal static class Repository
{
    /// <summary>The folder of Cos.Sdk.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>An absolute path from one relative to the root, with forward slashes.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative.Replace('/', Path.DirectorySeparatorChar));

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Cos.Sdk.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }
        return folder ?? throw new InvalidOperationException("Cos.Sdk.sln was not found above the test's folder.");
    }
}
