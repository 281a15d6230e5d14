using System.Collections.Immutable;

namespace Cos.Sdk.Fetching;

/// <summary>How a seed is bootstrapped: the arguments of the bootstrap program, and the files beside it that they name.</summary>
internal sealed record SeedPlan
{
    /// <summary>Fetches and checks the archive's indices and packs them into <see cref="SeedPlanner.ListsFile"/>.</summary>
    public required ImmutableArray<string> IndexArguments { get; init; }

    /// <summary>Makes the root file system and writes it as a tar to the standard output.</summary>
    public required ImmutableArray<string> BootstrapArguments { get; init; }

    /// <summary>Content of <see cref="SeedPlanner.SourcesFile"/>; empty when the distribution's own mirrors serve.</summary>
    public required string Sources { get; init; }

    /// <summary>Content of <see cref="SeedPlanner.PinsFile"/>; empty when nothing is locked.</summary>
    public required string Pins { get; init; }

    /// <summary>Equal for seeds that ask the same archive.</summary>
    public string IndexKey => string.Join('\n', IndexArguments.Append(Sources));
}
