using System.Runtime.InteropServices;
using System.Text;

namespace Cos.Sdk.IntegrationTests.Media;

/// <summary>Reads what .NET does not.</summary>
internal static class ExtendedAttributes
{
    public static byte[]? Get(string path, string name)
    {
        byte[] value = new byte[4096];
        nint length = getxattr(Encoding.UTF8.GetBytes(path + "\0"), Encoding.UTF8.GetBytes(name + "\0"), value, (nuint)value.Length);
        return length < 0 ? null : value[..(int)length];
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint getxattr(byte[] path, byte[] name, byte[] value, nuint size);
}
