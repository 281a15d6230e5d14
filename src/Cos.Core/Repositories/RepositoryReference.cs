using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories;

/// <summary>Where a repository is and how much it is preferred: a <c>CosRepository</c> item or an entry of <c>.luet.yaml</c>.</summary>
internal sealed record RepositoryReference
{
    /// <summary>What messages and the list of installed packages call it.</summary>
    public required string Name { get; init; }

    /// <summary>How it is reached.</summary>
    public required RepositoryType Type { get; init; }

    /// <summary>Places with the same content, tried in turn. For disks: folders, absolute or relative to the project, or <c>file:</c> URLs.</summary>
    public required ImmutableArray<string> Urls { get; init; }

    /// <summary>The smaller, the more preferred; among equals the order of naming decides.</summary>
    public int Priority { get; init; }

    /// <summary>Where it is declared; null when the build made it up.</summary>
    public SourceLocation? Location { get; init; }
}
