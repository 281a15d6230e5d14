namespace Cos.Sdk.Repositories;

/// <summary>What names of files in a repository must look like.</summary>
internal static class RepositoryFileName
{
    /// <summary>The entry point of every repository.</summary>
    public const string EntryPoint = "repository.yaml";

    private const int Longest = 255;

    private const int DigestPrefix = 16;

    /// <summary>
    /// The signature of one content of repository.yaml. It is there before that content is, so that a reader finds signature and content
    /// together or not at all.
    /// </summary>
    /// <param name="sha256">SHA-256 of repository.yaml.</param>
    public static string SignatureOf(string sha256) => $"repository-{sha256[..DigestPrefix]}.yaml.sig";

    /// <summary>Whether it names a file in the repository's own folder, and nothing but that.</summary>
    public static bool IsSafe(string name) =>
        name.Length is > 0 and <= Longest
        && name is not ("." or "..")
        && !name.Any(character => character is '/' or '\\' || char.IsControl(character));

    /// <summary>What follows the last slash: metadata states paths as they were when the archive was built.</summary>
    public static string BaseName(string path) => path[(path.LastIndexOf('/') + 1)..];
}
