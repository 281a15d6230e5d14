namespace Cos.Sdk.Tests;

/// <summary>Finds the data files that are copied beside the tests.</summary>
internal static class TestData
{
    /// <summary>An absolute path from one relative to the folder Data, with forward slashes.</summary>
    public static string PathOf(string relative) =>
        Path.Combine(AppContext.BaseDirectory, "Data", relative.Replace('/', Path.DirectorySeparatorChar));
}
