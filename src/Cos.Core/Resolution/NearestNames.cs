using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>Finds the names that someone who wrote an unknown one may have meant.</summary>
internal static class NearestNames
{
    private const int MaxSuggestions = 3;
    private const int MaxLength = 200;

    /// <summary>The nearest first: the same name in another category, then names with few letters of difference.</summary>
    public static IReadOnlyList<PackageName> Find(PackageUniverse universe, PackageName wanted)
    {
        string text = wanted.ToString();
        int tolerance = Math.Max(2, text.Length / 4);
        return [.. universe.Names.Union(universe.ProvidedNames)
            .Select(name => (Name: name, Distance: name.Name == wanted.Name ? 0 : DistanceBetween(name.ToString(), text, tolerance)))
            .Where(item => item.Distance <= tolerance)
            .OrderBy(item => item.Distance)
            .ThenBy(item => item.Name)
            .Take(MaxSuggestions)
            .Select(item => item.Name)];
    }

    /// <summary>Insertions, deletions and replacements from one to the other; any number above the tolerance when there are more.</summary>
    private static int DistanceBetween(string left, string right, int tolerance)
    {
        if (Math.Abs(left.Length - right.Length) > tolerance || left.Length > MaxLength || right.Length > MaxLength)
        {
            return int.MaxValue;
        }
        int[] previous = [.. Enumerable.Range(0, right.Length + 1)];
        int[] current = new int[right.Length + 1];
        for (int i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }
            (previous, current) = (current, previous);
        }
        return previous[right.Length];
    }
}
