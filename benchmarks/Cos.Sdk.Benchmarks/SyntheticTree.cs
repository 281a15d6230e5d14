using System.Globalization;

namespace Cos.Sdk.Benchmarks;

/// <summary>Trees of any size: package n requires package (n - 1) / 8, so that chains get longer slowly; every tenth has a file of its own.</summary>
internal static class SyntheticTree
{
    private const int Width = 8;

    /// <summary>Writes the packages below a folder.</summary>
    public static void Write(string folder, int count, string image)
    {
        for (int i = 0; i < count; i++)
        {
            string package = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"p{i:00000}"));
            Bench.Write(Path.Combine(package, "definition.yaml"), $"name: p{i:00000}\ncategory: bench\nversion: \"1.{i}\"\nlabels:\n  number: \"{i}\"\n");
            string below = i == 0 ? $"image: {image}\n" : $"requires:\n- {{name: p{(i - 1) / Width:00000}, category: bench, version: \">=0\"}}\n";
            Bench.Write(Path.Combine(package, "build.yaml"), $"{below}steps:\n- mkdir -p /opt/{{{{ .Values.name }}}} && echo {{{{ .Values.labels.number }}}} > /opt/{{{{ .Values.name }}}}/number\n");
            if (i % 10 == 0)
            {
                Bench.Write(Path.Combine(package, "file.txt"), $"{i}\n");
            }
        }
    }
}
