using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Resolution;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Resolution;

/// <summary>Makes candidates from short texts: <c>Add("t/a@1.0", "requires t/b@>=1", "conflicts t/c@>=0", "provides t/d@1.0")</c>.</summary>
internal sealed class TreeBuilder
{
    private readonly List<Candidate> _candidates = [];

    public IReadOnlyList<Candidate> Candidates => _candidates;

    public PackageUniverse Universe => new(_candidates);

    /// <summary>Each wish is located in <c>/tree/NAME-VERSION.yaml</c>, at the line of its place in the list.</summary>
    public TreeBuilder Add(string id, params string[] wishes)
    {
        PackageRequirement self = PackageReference.ParseRequirement(id);
        string file = $"/tree/{self.Name.Name}-{self.Selector}.yaml";
        _candidates.Add(new Candidate(
            new PackageId(self.Name, self.Selector),
            Read("requires"),
            Read("conflicts"),
            Read("provides"),
            new SourceLocation(file)));
        return this;

        ImmutableArray<PackageRequirement> Read(string kind) =>
            [.. wishes.Select((wish, index) => (Wish: wish, Line: index + 1))
                .Where(item => item.Wish.StartsWith(kind + " ", StringComparison.Ordinal))
                .Select(item => PackageReference.ParseRequirement(item.Wish[kind.Length..], new SourceLocation(file, item.Line)))];
    }

    public ResolvedPackages Resolve(params string[] targets) => new Resolver().Resolve(Universe, Targets(targets), CancellationToken.None);

    /// <summary>The build order for the first target, as <c>name@version</c> joined by blanks.</summary>
    public string Order(params string[] targets)
    {
        ResolvedPackages resolution = Resolve(targets);
        return string.Join(' ', resolution.OrderFor(resolution.Targets[0].To).Select(id => $"{id.Name.Name}@{id.Version}"));
    }

    public Diagnostic Fail(params string[] targets) => Assert.Single(Assert.Throws<CosException>(() => Resolve(targets)).Diagnostics);

    public static PackageRequirement[] Targets(params string[] targets) => [.. targets.Select(target => PackageReference.ParseRequirement(target))];
}
