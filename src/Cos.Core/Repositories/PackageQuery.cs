using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories;

/// <summary>What to look for in repositories: regular expressions that match in linear time, all of which must match; upper and lower case are the same.</summary>
internal sealed class PackageQuery
{
    private const int Longest = 1000;

    private const int MostFiles = 20;

    private readonly Regex? _text;
    private readonly Regex? _label;
    private readonly Regex? _file;

    /// <param name="text">Looked for in <c>category/name@version</c> and the description; empty for any.</param>
    /// <param name="label">Looked for in <c>key=value</c> of each label; empty for any.</param>
    /// <param name="file">Looked for in the paths of the files, each with a slash before it; empty for any.</param>
    /// <exception cref="CosException">One is no regular expression, or one that cannot be matched in linear time.</exception>
    public PackageQuery(string text, string label = "", string file = "")
    {
        _text = Parse(text);
        _label = Parse(label);
        _file = Parse(file);
    }

    /// <summary>Looks at a package.</summary>
    /// <returns>Null when it is not meant; else its files that are, at most twenty, and none when no file was asked for.</returns>
    public IReadOnlyList<string>? Match(RepositoryPackage package)
    {
        bool isMeant = !package.Definition.Hidden
            && (_text is null || _text.IsMatch(package.Definition.Id.ToString()) || _text.IsMatch(package.Definition.Description))
            && (_label is null || package.Definition.Labels.Any(label => _label.IsMatch($"{label.Key}={label.Value}")));
        if (!isMeant)
        {
            return null;
        }
        if (_file is null)
        {
            return [];
        }
        string[] files = [.. package.Files.Select(file => "/" + file).Where(file => _file.IsMatch(file)).Take(MostFiles)];
        return files.Length == 0 ? null : files;
    }

    private static Regex? Parse(string pattern)
    {
        if (pattern.Length == 0)
        {
            return null;
        }
        try
        {
            return pattern.Length > Longest
                ? throw new CosException(RepositoryDiagnostics.SearchRefused(pattern[..40] + "…", $"it is longer than {Longest} characters"))
                : new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new CosException(RepositoryDiagnostics.SearchRefused(pattern, exception.Message), exception);
        }
    }
}
