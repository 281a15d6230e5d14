using Cos.Sdk.Diagnostics;
using Cos.Sdk.Resolution;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Resolution;

public sealed class RecordedSolverTests
{
    private static readonly string Folder = Repository.PathOf("tests/Cos.Sdk.Tasks.Tests/Data/Solver");

    public static TheoryData<string> Cases() => [.. Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void AgreesWithTheIndependentVerdict(string name)
    {
        SolverCase recorded = SolverCase.Read(Path.Combine(Folder, name));
        PackageUniverse universe = new(recorded.Candidates);
        if (!recorded.Satisfiable)
        {
            CosException failure = Assert.Throws<CosException>(() => new Resolver().Resolve(universe, [recorded.Target], CancellationToken.None));
            Assert.All(failure.Diagnostics, diagnostic => Assert.Matches("^COS300[1-4]$", diagnostic.Code));
            return;
        }

        ResolvedPackages resolution = new Resolver().Resolve(universe, [recorded.Target], CancellationToken.None);
        IReadOnlyList<PackageId> order = resolution.OrderFor(resolution.Targets[0].To);

        SolutionChecker.AssertValid(recorded.Candidates, recorded.Target, order);
        Assert.Equal(resolution.Packages.Length, order.Count);
        if (recorded.IsUnique && recorded.Answer.Length > 0)
        {
            Assert.Equal(recorded.Answer, order.Select(id => id.ToString()));
        }
    }
}
