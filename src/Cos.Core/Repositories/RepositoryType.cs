namespace Cos.Sdk.Repositories;

/// <summary>How the files of a repository are reached.</summary>
internal enum RepositoryType
{
    /// <summary>A folder.</summary>
    Disk,

    /// <summary>A static web server.</summary>
    Http,

    /// <summary>A container registry.</summary>
    Docker,
}
