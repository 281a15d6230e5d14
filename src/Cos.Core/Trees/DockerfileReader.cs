using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Trees;

/// <summary>Reads a Dockerfile that gives a package: its text, and the base image of its last stage without a name.</summary>
internal static class DockerfileReader
{
    /// <summary>Null after an error.</summary>
    public static BuildSpec? Read(string file, DiagnosticBag diagnostics)
    {
        if (YamlText.ReadFile(file, diagnostics, YamlLimits.Default) is not { } text)
        {
            return null;
        }
        string image = "";
        foreach (string line in text.Split('\n'))
        {
            string[] words = [.. line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries).Where(word => !word.StartsWith("--", StringComparison.Ordinal))];
            if (words is [var instruction, var source, ..] && instruction.Equals("FROM", StringComparison.OrdinalIgnoreCase)
                && !words.Contains("as", StringComparer.OrdinalIgnoreCase))
            {
                image = source;
            }
        }
        if (image.Length == 0)
        {
            diagnostics.Add(TreeDiagnostics.DockerfileWithoutBase(new SourceLocation(file)));
            return null;
        }
        return new BuildSpec { Image = image, Dockerfile = text };
    }
}
