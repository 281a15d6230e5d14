using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Cos.Sdk.Tests.Artifacts;

/// <summary>Runs what a Unix machine has, to compare with.</summary>
internal static class Shell
{
    public static bool IsRoot => geteuid() == 0;

    /// <summary>Runs a script with <c>/bin/sh -e</c> in a folder and gives its output.</summary>
    public static async Task<string> RunAsync(string folder, string script)
    {
        ProcessStartInfo start = new("/bin/sh", ["-e", "-c", script])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TZ"] = "UTC";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }

    public static bool TrySetAttribute(string path, string name, byte[] value) =>
        setxattr(Text(path), Text(name), value, (nuint)value.Length, 0) == 0;

    public static byte[]? GetAttribute(string path, string name)
    {
        byte[] value = new byte[65536];
        nint length = getxattr(Text(path), Text(name), value, (nuint)value.Length);
        return length < 0 ? null : value[..(int)length];
    }

    private static byte[] Text(string value) => Encoding.UTF8.GetBytes(value + "\0");

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int setxattr(byte[] path, byte[] name, byte[] value, nuint size, int flags);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint getxattr(byte[] path, byte[] name, byte[] value, nuint size);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint geteuid();
}
