namespace Cos.Sdk.Trees;

/// <summary>How trees are read.</summary>
internal sealed record TreeOptions
{
    /// <summary>What is usual.</summary>
    public static TreeOptions Default { get; } = new();

    /// <summary>Whether a file whose name contains <c>Dockerfile</c> makes a package, named as its folder.</summary>
    public bool Dockerfiles { get; init; }

    /// <summary>Levels of folders below a tree.</summary>
    public int MaxDepth { get; init; } = 64;
}
