using System.Globalization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.CloudConfig.Reading;

/// <summary>Reads permissions. They are octal: <c>0644</c>, <c>0o644</c>, or <c>"644"</c> in quotes.</summary>
/// <remarks>
/// Unquoted and without a leading zero YAML reads a decimal number, <c>644</c> is mode 1204. Nobody means that, so it is an error.
/// </remarks>
internal static class PermissionReader
{
    private const int MaxMode = 0xFFF;

    /// <summary>Four octal digits; null after an error.</summary>
    public static string? Read(YamlScalar scalar, string key, DiagnosticBag diagnostics)
    {
        string digits = scalar.Text.StartsWith("0o", StringComparison.OrdinalIgnoreCase) ? scalar.Text[2..] : scalar.Text;
        bool octal = digits.Length is >= 3 and <= 5 && digits.All(digit => digit is >= '0' and <= '7');
        if (octal && scalar.Kind == YamlScalarKind.Integer && digits[0] != '0' && digits.Length == scalar.Text.Length)
        {
            string read = Convert.ToString(int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture), 8);
            diagnostics.Add(CloudConfigDiagnostics.DecimalMode(scalar.Location, digits, key, read));
            return null;
        }
        if (octal && Convert.ToInt32(digits, 8) is <= MaxMode and var mode)
        {
            return Convert.ToString(mode, 8).PadLeft(4, '0');
        }
        diagnostics.Add(CloudConfigDiagnostics.InvalidMode(scalar.Location, scalar.Text, key));
        return null;
    }
}
