namespace Cos.Sdk.Versions;

/// <summary>Finds the word that makes a version a pre-release: rc, alpha, beta, pre or dev, in any case, as a run of letters of its own.</summary>
/// <param name="Release">What comes before the word and the marks in front of it: <c>1.0</c> of <c>1.0-rc1</c>.</param>
/// <param name="Rest">The word in lower case and what follows it: <c>rc1</c>.</param>
internal sealed record PreReleaseWord(string Release, string Rest)
{
    private static readonly string[] Words = ["alpha", "beta", "dev", "pre", "rc"];

    /// <summary>Looks before the build metadata only: <c>1.0+rc2</c> is a release. Null when there is no such word.</summary>
    public static PreReleaseWord? Find(string version)
    {
        int end = version.IndexOf('+', StringComparison.Ordinal);
        end = end < 0 ? version.Length : end;
        for (int start = 0; start < end; start++)
        {
            int stop = start;
            while (stop < end && char.IsAsciiLetter(version[stop]))
            {
                stop++;
            }
            string? word = Array.Find(Words, item => version.AsSpan(start, stop - start).Equals(item, StringComparison.OrdinalIgnoreCase));
            string release = word is null ? "" : version[..start].TrimEnd('-', '_', '.', '~');
            if (release.Length > 0)
            {
                return new PreReleaseWord(release, word + version[stop..]);
            }
            start = stop;
        }
        return null;
    }
}
