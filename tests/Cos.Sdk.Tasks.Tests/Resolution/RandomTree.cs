using Cos.Sdk.Resolution;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Resolution;

/// <summary>Small trees of every shape, from a seed, and the verdict of trying every combination.</summary>
internal static class RandomTree
{
    private static readonly string[] Versions = ["1.0", "1.0-rc1", "1.1", "2.0"];
    private static readonly string[] Selectors = [">=0", ">=0", ">=1.1", "<2.0", ">=1.0,<2.0", "1.0", "2.0", "!=1.1", "<=1.0-rc1", "~>1.0"];
    private static readonly string[] Provided = ["1.0", "2.0", ">=0", "<2.0"];

    public static Candidate[] Make(int seed)
    {
        Random random = new(seed);
        int names = random.Next(2, 6);
        TreeBuilder tree = new();
        for (int name = 0; name < names; name++)
        {
            // Some names are only asked for or only provided.
            foreach (string version in Versions.Where(_ => random.Next(2) == 0))
            {
                List<string> wishes = [];
                Add(wishes, random.Next(3), "requires", Selectors);
                Add(wishes, random.Next(4) == 0 ? 1 : 0, "conflicts", Selectors);
                Add(wishes, random.Next(4) == 0 ? 1 : 0, "provides", Provided);
                tree.Add($"t/n{name}@{version}", [.. wishes]);
            }
        }
        return [.. tree.Candidates];

        void Add(List<string> wishes, int count, string kind, string[] selectors)
        {
            for (int i = 0; i < count; i++)
            {
                wishes.Add($"{kind} t/n{random.Next(names)}@{selectors[random.Next(selectors.Length)]}");
            }
        }
    }

    /// <summary>Whether some of the candidates, one a name at most, are a solution.</summary>
    public static bool IsSatisfiable(IReadOnlyList<Candidate> candidates, IReadOnlyList<PackageRequirement> targets)
    {
        Func<Candidate, bool>[] met = [.. targets.Select(target => SolutionChecker.Accepts(candidates, target))];
        Candidate?[][] choices = [.. candidates.GroupBy(candidate => candidate.Id.Name).Select(group => group.Append(null).ToArray())];
        int combinations = choices.Aggregate(1, (product, choice) => product * choice.Length);
        return Enumerable.Range(0, combinations).Any(number =>
        {
            List<Candidate> chosen = [];
            foreach (Candidate?[] choice in choices)
            {
                if (choice[number % choice.Length] is Candidate candidate)
                {
                    chosen.Add(candidate);
                }
                number /= choice.Length;
            }
            return met.All(chosen.Any) && IsSolution(chosen);
        });
    }

    private static bool IsSolution(List<Candidate> chosen)
    {
        if (chosen.Exists(candidate => candidate.Conflicts.Any(conflict => chosen.Exists(other => other != candidate && SolutionChecker.Meets(other, conflict)))))
        {
            return false;
        }
        HashSet<Candidate> built = [];
        bool grows = true;
        while (grows)
        {
            grows = false;
            foreach (Candidate candidate in chosen.Where(candidate => !built.Contains(candidate)))
            {
                if (candidate.Requires.All(requirement => built.Any(other => SolutionChecker.Meets(other, requirement))))
                {
                    built.Add(candidate);
                    grows = true;
                }
            }
        }
        return built.Count == chosen.Count;
    }
}
