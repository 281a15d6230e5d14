using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Media;

/// <summary>The spellings of <see cref="SquashfsCompression"/>.</summary>
internal static class SquashfsCompressions
{
    /// <summary>Reads a name in any case; an empty one is the default.</summary>
    /// <exception cref="CosException">COS8024: there is no such compression.</exception>
    public static SquashfsCompression Parse(string text)
    {
        if (text.Length == 0)
        {
            return SquashfsCompression.Zstd;
        }
        foreach (SquashfsCompression compression in Enum.GetValues<SquashfsCompression>())
        {
            if (string.Equals(text, compression.Spelling(), StringComparison.OrdinalIgnoreCase))
            {
                return compression;
            }
        }
        throw new CosException(MediaDiagnostics.UnknownCompression(
            text, string.Join(", ", Enum.GetValues<SquashfsCompression>().Select(Spelling).Order(StringComparer.Ordinal))));
    }

    /// <summary>As the squashfs tools and project files spell it.</summary>
    public static string Spelling(this SquashfsCompression compression) => compression switch
    {
        SquashfsCompression.Xz => "xz",
        SquashfsCompression.Gzip => "gzip",
        SquashfsCompression.Lz4 => "lz4",
        SquashfsCompression.Lzo => "lzo",
        _ => "zstd",
    };
}
