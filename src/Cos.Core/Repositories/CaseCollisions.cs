using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories;

/// <summary>Finds paths that are one path where the case of letters does not count.</summary>
internal static class CaseCollisions
{
    /// <summary>Warns once, with the first pair and the number of the others.</summary>
    public static void Report(IEnumerable<string> paths, DiagnosticBag diagnostics)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        (string First, string Second)? pair = null;
        int more = 0;
        foreach (string path in paths)
        {
            if (seen.Add(path))
            {
                continue;
            }
            if (pair is null && seen.TryGetValue(path, out string? first))
            {
                pair = (first, path);
            }
            else
            {
                more++;
            }
        }
        if (pair is { } found)
        {
            diagnostics.Add(RepositoryDiagnostics.CaseCollision(TarPath.ForMessage(found.First), TarPath.ForMessage(found.Second), more));
        }
    }
}
