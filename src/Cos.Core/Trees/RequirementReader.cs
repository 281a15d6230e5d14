using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Trees;

/// <summary>Reads entries that name packages: those of requires, conflicts, provides, join and copy.</summary>
internal static class RequirementReader
{
    /// <summary>Reads the entries of a list; those with an error are left out.</summary>
    public static ImmutableArray<PackageRequirement> ReadAll(FieldReader fields, string key, DiagnosticBag diagnostics) =>
        [.. fields.ReadMappings(key).Select(entry => Read(entry, key, diagnostics)).OfType<PackageRequirement>()];

    /// <summary>Reads one entry; null after an error.</summary>
    /// <param name="fields">Its keys.</param>
    /// <param name="place">The list it stands in, for messages.</param>
    /// <param name="diagnostics">Gets what is wrong.</param>
    public static PackageRequirement? Read(FieldReader fields, string place, DiagnosticBag diagnostics)
    {
        fields.WarnOfUnknownKeys(PackageKeys.All, $"an entry of {place}");
        string name = fields.ReadText(PackageKeys.Name);
        if (name.Length == 0)
        {
            diagnostics.Add(TreeDiagnostics.MissingKey(fields.Location, PackageKeys.Name, place));
            return null;
        }
        PackageName full = new(fields.ReadText(PackageKeys.Category), name);
        string selector = fields.ReadText(PackageKeys.Version);
        if (selector.Length == 0)
        {
            diagnostics.Add(TreeDiagnostics.EmptySelector(fields.Location, full));
        }
        return new PackageRequirement(full, selector, fields.Location);
    }
}
