using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Reads <c>CosSeedImage</c> items.</summary>
internal static class SeedItems
{
    /// <summary>The seeds by reference; wrong ones are reported and left out.</summary>
    public static IReadOnlyDictionary<string, SeedImage> Read(
        IEnumerable<ITaskItem> items, Func<string, string> pathOf, DiagnosticBag diagnostics, string projectFile)
    {
        Dictionary<string, SeedImage> seeds = new(StringComparer.Ordinal);
        foreach (ITaskItem item in items)
        {
            SeedDeclaration declaration = new()
            {
                Reference = item.ItemSpec,
                Distribution = item.GetMetadata("Distribution"),
                Suite = item.GetMetadata("Suite"),
                Variant = item.GetMetadata("Variant"),
                Packages = item.GetMetadata("Packages"),
                Mirror = item.GetMetadata("Mirror"),
                Components = item.GetMetadata("Components"),
                Architecture = item.GetMetadata("Architecture"),
                Keyring = Absolute(item.GetMetadata("Keyring")),
                Tarball = Absolute(item.GetMetadata("Tarball")),
                Archive = Absolute(item.GetMetadata("Archive")),
                Image = item.GetMetadata("Image"),
                Location = new SourceLocation(projectFile),
            };
            if (declaration.Check(diagnostics) is { } seed)
            {
                seeds[seed.Reference] = seed;
            }
        }
        diagnostics.ThrowIfErrors();
        return seeds;

        string Absolute(string path) => path.Length == 0 ? "" : pathOf(path);
    }
}
