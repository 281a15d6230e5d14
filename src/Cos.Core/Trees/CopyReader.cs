using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Trees;

/// <summary>Reads the entries of <c>copy</c>.</summary>
internal static class CopyReader
{
    private const string Package = "package";

    private const string Source = "source";

    private const string Destination = "destination";

    /// <summary>The keys of an entry.</summary>
    public static ImmutableArray<string> Keys { get; } = [Package, BuildKeys.Image, Source, Destination];

    /// <summary>Reads one entry; null after an error.</summary>
    public static CopyEntry? Read(FieldReader fields, DiagnosticBag diagnostics)
    {
        fields.WarnOfUnknownKeys(Keys, "an entry of copy");
        string image = fields.ReadValueText(BuildKeys.Image);
        FieldReader? named = fields.ReadMapping(Package);
        PackageRequirement? package = named is null ? null : RequirementReader.Read(named, BuildKeys.Copy, diagnostics);
        string source = fields.ReadValueText(Source);
        string destination = fields.ReadValueText(Destination);
        if (named is null == (image.Length == 0))
        {
            diagnostics.Add(TreeDiagnostics.AmbiguousCopySource(fields.Location));
            return null;
        }
        foreach ((string key, string value) in new[] { (Source, source), (Destination, destination) })
        {
            if (value.Length == 0)
            {
                diagnostics.Add(TreeDiagnostics.MissingKey(fields.Location, key, BuildKeys.Copy));
                return null;
            }
        }
        return named is not null && package is null
            ? null
            : new CopyEntry(package, package is null ? image : null, source, destination, fields.Location);
    }
}
