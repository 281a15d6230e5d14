using Cos.Sdk.Diagnostics;
using Cos.Sdk.IntegrationTests.Media;
using Cos.Sdk.Media;

/// <summary>
/// Makes one medium in a process of its own, for instance as another user: .NET calls this before the tests' entry point when
/// <c>DOTNET_STARTUP_HOOKS</c> names this assembly. Its name and place are .NET's.
/// </summary>
internal static class StartupHook
{
    /// <summary>Names the folder to make an ISO in.</summary>
    public const string FolderVariable = "COS_TEST_MAKE_ISO_IN";

    /// <summary>Names the folder to make a disk in.</summary>
    public const string DiskFolderVariable = "COS_TEST_MAKE_DISK_IN";

    public static void Initialize()
    {
        string? diskFolder = Environment.GetEnvironmentVariable(DiskFolderVariable);
        string folder = Environment.GetEnvironmentVariable(FolderVariable) ?? "";
        try
        {
            if (diskFolder is not null)
            {
                foreach (DeliveredMedium made in DiskFactory.MakeAsync(DiskFactory.Request(diskFolder, DiskFactory.AllFormats), CancellationToken.None).GetAwaiter().GetResult())
                {
                    Console.WriteLine($"{Path.GetFileName(made.File)} {made.Sha256}");
                }
                Environment.Exit(0);
            }
            IsoResult result = IsoFactory.MakeAsync(IsoFactory.Request(folder), [], CancellationToken.None).GetAwaiter().GetResult();
            Console.WriteLine(result.Sha256);
            Environment.Exit(0);
        }
        catch (CosException failure)
        {
            Console.Error.WriteLine(failure.Message);
            Environment.Exit(1);
        }
    }
}
