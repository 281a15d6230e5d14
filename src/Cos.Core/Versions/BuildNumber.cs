using System.Globalization;
using System.Numerics;

namespace Cos.Sdk.Versions;

/// <summary>Raises the build number of a version, the part after its plus sign.</summary>
internal static class BuildNumber
{
    /// <summary><c>1.0</c> becomes <c>1.0+1</c>, <c>1.0+9</c> <c>1.0+10</c>, <c>1.0+r1</c> <c>1.0+r2</c>, <c>1.0+abc</c> <c>1.0+abc.1</c>.</summary>
    public static string Bump(string version)
    {
        int plus = version.LastIndexOf('+');
        if (plus < 0)
        {
            return version + "+1";
        }
        int digits = version.Length;
        while (digits > plus + 1 && char.IsAsciiDigit(version[digits - 1]))
        {
            digits--;
        }
        if (digits < version.Length)
        {
            BigInteger number = BigInteger.Parse(version.AsSpan(digits), NumberStyles.None, CultureInfo.InvariantCulture);
            return version[..digits] + (number + 1).ToString(CultureInfo.InvariantCulture);
        }
        return version + (digits == plus + 1 ? "1" : ".1");
    }
}
