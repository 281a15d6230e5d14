using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Versions;

/// <summary>
/// A package as people type it: <c>cat/name</c>, <c>cat/name@1.0</c>, <c>cat/name@>=1.0,&lt;2.0</c>, or in Gentoo's manner
/// <c>=cat/name-1.0</c>, <c>>=cat/name-1.0</c>.
/// </summary>
/// <param name="Category">Empty without a slash.</param>
/// <param name="Name">Empty when the text leaves it out, as <c>@1.0</c> does.</param>
/// <param name="Selector"><c>>=0</c> when a package with a category is given no version; empty for a name alone.</param>
internal sealed partial record PackageReference(string Category, string Name, string Selector)
{
    private const string AnyVersion = ">=0";

    private static readonly string[] Operators = [">=", "<=", "=", ">", "<"];

    /// <summary>Splits the text.</summary>
    /// <exception cref="CosException">An operator in front of a name without category, or beside a version after <c>@</c>.</exception>
    public static PackageReference Parse(string text)
    {
        string trimmed = text.Trim();
        string? comparison = Array.Find(Operators, item => trimmed.StartsWith(item, StringComparison.Ordinal));
        if (comparison is not null)
        {
            return ParseAtom(text, comparison, trimmed[comparison.Length..]);
        }
        int at = trimmed.IndexOf('@', StringComparison.Ordinal);
        (string category, string name) = SplitName(at < 0 ? trimmed : trimmed[..at]);
        string selector = at >= 0 ? trimmed[(at + 1)..].Trim() : category.Length > 0 ? AnyVersion : "";
        return new PackageReference(category, name, at >= 0 && selector.Length == 0 ? AnyVersion : selector);
    }

    /// <summary>Reads a text that must name a package.</summary>
    /// <exception cref="CosException">The text cannot be read, or names no package.</exception>
    public static PackageRequirement ParseRequirement(string text, SourceLocation? location = null)
    {
        PackageReference reference = Parse(text);
        return reference.Name.Length > 0
            ? new PackageRequirement(new PackageName(reference.Category, reference.Name), reference.Selector, location)
            : throw new CosException(ResolutionDiagnostics.UnreadablePackage(text, location));
    }

    private static PackageReference ParseAtom(string text, string comparison, string atom)
    {
        (string category, string name) = SplitName(atom);
        if (category.Length == 0 || atom.Contains('@', StringComparison.Ordinal))
        {
            throw new CosException(ResolutionDiagnostics.UnreadablePackage(text, null));
        }
        for (int hyphen = name.IndexOf('-', 1); hyphen >= 0; hyphen = name.IndexOf('-', hyphen + 1))
        {
            string version = name[(hyphen + 1)..];
            if (AtomVersion().IsMatch(version))
            {
                return new PackageReference(category, name[..hyphen], comparison == "=" ? version : comparison + version);
            }
        }
        return new PackageReference(category, name, AnyVersion);
    }

    /// <summary>What follows a second slash has no meaning.</summary>
    private static (string Category, string Name) SplitName(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 1 ? ("", parts[0]) : (parts[0], parts[1]);
    }

    /// <summary>Numbers, a letter, then suffixes such as <c>_rc1</c>, <c>-r1</c>, <c>-1</c>, <c>-g3fa</c>, and build metadata.</summary>
    [GeneratedRegex(
        @"^[0-9]+(\.[0-9]+)*[a-zA-Z]?([-._~]?(alpha|beta|pre|rc|dev|p|r)[-.]?[0-9]*|[-_~][0-9][0-9A-Za-z.]*|-g[0-9a-f]+)*(\+[0-9A-Za-z.+~-]+)?$",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex AtomVersion();
}
