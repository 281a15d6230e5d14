using System.Collections.Immutable;
using System.Text.Json;
using Cos.Sdk.Resolution;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Resolution;

/// <summary>A generated tree with what the classic tool answered, and an independent verdict.</summary>
internal sealed record SolverCase(
    PackageRequirement Target, ImmutableArray<Candidate> Candidates, bool Satisfiable, bool IsUnique, ImmutableArray<string> Answer)
{
    public static SolverCase Read(string file)
    {
        JsonElement json = JsonElement.Parse(File.ReadAllText(file));
        JsonElement[] answers = [.. json.GetProperty("answers").EnumerateArray()];
        return new SolverCase(
            PackageReference.ParseRequirement(json.GetProperty("target").GetString()!),
            [.. json.GetProperty("packages").EnumerateArray().Select(ReadPackage)],
            json.GetProperty("satisfiable").GetBoolean(),
            json.GetProperty("style").GetString() == "unique",
            answers.Length == 1 ? [.. answers[0].GetProperty("order").EnumerateArray().Select(item => item.GetString()!)] : []);
    }

    private static Candidate ReadPackage(JsonElement json)
    {
        PackageRequirement self = ReadWish(json);
        return new Candidate(
            new PackageId(self.Name, self.Selector), ReadWishes(json, "requires"), ReadWishes(json, "conflicts"), ReadWishes(json, "provides"), null);
    }

    private static ImmutableArray<PackageRequirement> ReadWishes(JsonElement json, string property) =>
        json.TryGetProperty(property, out JsonElement list) ? [.. list.EnumerateArray().Select(ReadWish)] : [];

    private static PackageRequirement ReadWish(JsonElement json) => new(
        new PackageName(json.GetProperty("category").GetString()!, json.GetProperty("name").GetString()!), json.GetProperty("version").GetString()!);
}
