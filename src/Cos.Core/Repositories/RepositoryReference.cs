using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trust;

namespace Cos.Sdk.Repositories;

/// <summary>Where a repository is and how much it is preferred: a <c>CosRepository</c> item or an entry of <c>.luet.yaml</c>.</summary>
internal sealed record RepositoryReference
{
    /// <summary>What messages and the list of installed packages call it.</summary>
    public required string Name { get; init; }

    /// <summary>How it is reached.</summary>
    public required RepositoryType Type { get; init; }

    /// <summary>Places with the same content, tried in turn. Of disks: folders, absolute or relative to the project, or <c>file:</c> URLs; of registries: names of images.</summary>
    public required ImmutableArray<string> Urls { get; init; }

    /// <summary>The smaller, the more preferred; among equals the order of naming decides.</summary>
    public int Priority { get; init; }

    /// <summary>The entry point in the place of repository.yaml, such as that of a snapshot; empty for repository.yaml.</summary>
    public string Reference { get; init; } = "";

    /// <summary>What it asks to be shown; null for nothing.</summary>
    public RepositoryAuth? Auth { get; init; }

    /// <summary>The repository must be signed by one of these; empty trusts it as it is.</summary>
    public ImmutableArray<VerificationKey> VerificationKeys { get; init; } = [];

    /// <summary>Another project of the same build makes it: its state is what is there, and no lock holds it.</summary>
    public bool IsReference { get; init; }

    /// <summary>Where it is declared; null when the build made it up.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>The addresses as they may be shown and written down: without what is secret in them.</summary>
    public ImmutableArray<string> PublicUrls => Type != RepositoryType.Http ? Urls : [.. Urls.Select(WithoutUser)];

    private static string WithoutUser(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.UserInfo.Length > 0
            ? new UriBuilder(address) { UserName = "", Password = "" }.Uri.AbsoluteUri
            : url;
}
