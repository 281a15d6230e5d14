using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories;

/// <summary>The spellings of <see cref="RepositoryType"/> in repository.yaml and in project files.</summary>
internal static class RepositoryTypes
{
    /// <summary>Reads <c>disk</c>, <c>http</c> or <c>docker</c>, in any case.</summary>
    /// <param name="text">As written.</param>
    /// <param name="repository">The repository's name, for the message.</param>
    /// <param name="location">Where it is written.</param>
    /// <exception cref="CosException">It is none of them.</exception>
    public static RepositoryType Parse(string text, string repository, SourceLocation? location)
    {
        foreach (RepositoryType type in Enum.GetValues<RepositoryType>())
        {
            if (string.Equals(text.Trim(), type.Spelling(), StringComparison.OrdinalIgnoreCase))
            {
                return type;
            }
        }
        throw new CosException(RepositoryDiagnostics.TypeUnknown(location, repository, text));
    }

    /// <summary>As files spell it.</summary>
    public static string Spelling(this RepositoryType type) => type switch
    {
        RepositoryType.Disk => "disk",
        RepositoryType.Http => "http",
        _ => "docker",
    };
}
