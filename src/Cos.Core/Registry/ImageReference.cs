using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Registry;

/// <summary>The name of an image or of a repository of images, in full: <c>registry:5000/group/name:tag@sha256:…</c>.</summary>
/// <remarks>
/// Short names are completed as the docker CLI does it: the part before the first slash is a registry when it has a dot or a colon or is
/// <c>localhost</c>, otherwise the registry is <c>docker.io</c>, where names without a slash are below <c>library/</c>.
/// </remarks>
/// <param name="Registry">Host, and port where one is given.</param>
/// <param name="Repository">Path below the registry.</param>
/// <param name="Tag">Null when none is given.</param>
/// <param name="Digest">Null when none is given; beside a tag it decides.</param>
internal sealed partial record ImageReference(string Registry, string Repository, string? Tag, string? Digest)
{
    private const string DefaultRegistry = "docker.io";
    private const string OldDefaultRegistry = "index.docker.io";
    private const int MaxRepositoryLength = 255;

    /// <summary>The most characters of a tag.</summary>
    public const int MaxTagLength = 128;

    /// <summary>What a manifest is asked for by: the digest, else the tag, else <c>latest</c>.</summary>
    public string Selector => Digest ?? Tag ?? "latest";

    /// <summary>Registry and repository.</summary>
    public string Name => $"{Registry}/{Repository}";

    /// <summary>Reads a reference.</summary>
    /// <exception cref="CosException">It is none.</exception>
    public static ImageReference Parse(string text, SourceLocation? location = null) =>
        TryParse(text, out ImageReference? reference, out string? problem)
            ? reference
            : throw new CosException(RegistryDiagnostics.InvalidReference(location, text, problem));

    /// <summary>Reads a reference; where it is none, says why.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out ImageReference? reference, [NotNullWhen(false)] out string? problem)
    {
        reference = null;
        string rest = text;
        string? digest = Cut(ref rest, rest.IndexOf('@', StringComparison.Ordinal));
        int colon = rest.LastIndexOf(':');
        string? tag = colon > rest.LastIndexOf('/') ? Cut(ref rest, colon) : null;
        (string registry, string repository) = Split(rest);

        problem =
            !HostName().IsMatch(registry) ? $"'{registry}' is no host with an optional port"
            : repository.Length is 0 or > MaxRepositoryLength || !RepositoryName().IsMatch(repository)
                ? $"'{repository}' is no name of a repository, which consists of lower-case letters, digits and single separators"
            : tag is not null && !IsTag(tag) ? $"'{tag}' is no tag, which has at most 128 letters, digits, '_', '.' and '-'"
            : digest is not null && !ContentDigest.IsValid(digest) ? $"'{digest}' is no digest sha256:<64 hexadecimal digits>"
            : null;
        if (problem is not null)
        {
            return false;
        }
        reference = new ImageReference(registry, repository, tag, digest);
        return true;
    }

    /// <summary>Whether a text can be a tag.</summary>
    public static bool IsTag(string text) => TagName().IsMatch(text);

    /// <summary>The same repository with another tag, and without a digest.</summary>
    public ImageReference WithTag(string tag) => this with { Tag = tag, Digest = null };

    /// <summary>The same repository at a digest.</summary>
    public ImageReference WithDigest(string digest) => this with { Tag = null, Digest = digest };

    /// <inheritdoc />
    public override string ToString() => $"{Name}{(Tag is null ? "" : ":" + Tag)}{(Digest is null ? "" : "@" + Digest)}";

    private static string? Cut(ref string text, int at)
    {
        if (at < 0)
        {
            return null;
        }
        string after = text[(at + 1)..];
        text = text[..at];
        return after;
    }

    private static (string Registry, string Repository) Split(string name)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        string first = slash < 0 ? "" : name[..slash];
        bool named = first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal)
            || first == "localhost" || first.Any(char.IsAsciiLetterUpper);
        string registry = named ? first : DefaultRegistry;
        string repository = named ? name[(slash + 1)..] : name;
        if (registry == OldDefaultRegistry)
        {
            registry = DefaultRegistry;
        }
        bool official = registry == DefaultRegistry && !repository.Contains('/', StringComparison.Ordinal) && repository.Length > 0;
        return (registry, official ? "library/" + repository : repository);
    }

    [GeneratedRegex(@"^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*|\[[0-9A-Fa-f:]{2,45}\])(?::[0-9]{1,5})?\z", RegexOptions.NonBacktracking)]
    private static partial Regex HostName();

    [GeneratedRegex(@"^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.NonBacktracking)]
    private static partial Regex RepositoryName();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z", RegexOptions.NonBacktracking)]
    private static partial Regex TagName();
}
