using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.Files;
using Cos.Sdk.Trees;
using Cos.Sdk.Trees.Yaml;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Artifacts.Metadata;

/// <summary>
/// Writes metadata as luet does, so that its clients and its repository tools read it: every key of luet's is there, with a constant where ours
/// has no counterpart. The text is a function of the artifact and its plan; times are the epoch, paths are relative.
/// </summary>
internal static class ArtifactMetadataWriter
{
    private static readonly string[] Nothing = [];

    /// <summary>Writes the file beside its place and renames it.</summary>
    public static void Write(string file, ArtifactMetadata metadata, BuildRecord build) => AtomicFile.Write(file, ToYaml(metadata, build));

    /// <summary>The text of the file.</summary>
    public static string ToYaml(ArtifactMetadata metadata, BuildRecord build)
    {
        PackageDefinition definition = metadata.Definition;
        YamlFields fields = new()
        {
            { "path", metadata.ArchiveFile },
            { "dependencies", Nothing },
            { "compilespec", CompileSpec(definition, build) },
            { "checksums", new YamlFields { { "sha256", metadata.Sha256 } } },
            { "sourceassertion", Nothing },
            { "compressiontype", Compression.NameOf(metadata.Compression) },
            { "files", definition.Hidden ? Nothing : metadata.Files },
            { "packagecacheimage", build.CacheImage },
            { "runtime", PackageYaml.Write(definition, definition.Requires, definition.Conflicts, definition.Provides, "") },
        };
        if (!metadata.Deleted.IsEmpty)
        {
            fields.Add("deleted", metadata.Deleted);
        }
        return YamlEmitter.Write(fields, YamlLayout.Wide);
    }

    private static YamlFields CompileSpec(PackageDefinition definition, BuildRecord build)
    {
        BuildSpec spec = build.Spec;
        YamlFields fields = [];
        if (!spec.Steps.IsEmpty)
        {
            fields.Add("steps", spec.Steps.Select(step => step.Command));
        }
        fields.Add("env", spec.Environment);
        fields.Add("prelude", spec.Prelude.Select(step => step.Command));
        fields.Add("image", spec.Image);
        fields.Add("seed", spec.Image);
        fields.Add("package", PackageYaml.Write(definition, spec.Requires, spec.Conflicts, Provides(definition, spec), Timestamp(build.Epoch)));
        fields.Add("sourceassertion", build.Chain.Select(link => new YamlFields
        {
            { "package", PackageYaml.WriteLink(link.Definition) },
            { "value", true },
            { "hash", new YamlFields { { "buildhash", link.Hash }, { "packagehash", link.Hash } } },
        }));
        fields.Add("package_dir", spec.PackageDirectory);
        if (!spec.Subpackages.IsEmpty)
        {
            fields.Add("subpackages", spec.Subpackages.Select(Subpackage));
        }
        fields.Add("retrieve", spec.Retrieve.Select(entry => entry.Text));
        fields.Add("outputpath", "");
        fields.Add("unpack", spec.Unpack);
        fields.Add("includes", Patterns(spec.Includes));
        fields.Add("excludes", Patterns(spec.Excludes));
        fields.Add("buildoptions", BuildOptions(build.ImageRepository));
        fields.Add("copy", spec.Copies.Select(copy => new YamlFields
        {
            { "package", copy.Package is null ? null : PackageYaml.Write(copy.Package) },
            { "image", copy.Image ?? "" },
            { "source", copy.Source },
            { "destination", copy.Destination },
        }));
        fields.Add("requires_final_images", spec.RequiresFinalImages);
        return fields;
    }

    private static ImmutableArray<PackageRequirement> Provides(PackageDefinition definition, BuildSpec spec) =>
        spec.Provides.IsEmpty ? definition.Provides : spec.Provides;

    private static YamlFields Subpackage(Subpackage part)
    {
        PackageDefinition definition = part.Definition;
        YamlFields fields = new()
        {
            { "package", PackageYaml.Write(definition, definition.Requires, definition.Conflicts, definition.Provides, "") },
        };
        if (!part.Includes.IsEmpty)
        {
            fields.Add("includes", Patterns(part.Includes));
        }
        if (!part.Excludes.IsEmpty)
        {
            fields.Add("excludes", Patterns(part.Excludes));
        }
        return fields;
    }

    private static IEnumerable<string> Patterns(IEnumerable<PathPattern> patterns) => patterns.Select(pattern => pattern.Pattern);

    private static YamlFields BuildOptions(string imageRepository) => new()
    {
        { "pushimagerepository", imageRepository },
        { "pullimagerepository", Nothing },
        { "pullfirst", false },
        { "keepimg", false },
        { "push", false },
        { "concurrency", 0 },
        { "compressiontype", "" },
        { "wait", false },
        { "onlydeps", false },
        { "nodeps", false },
        { "solveroptions", new YamlFields() },
        { "buildvaluesfile", Nothing },
        { "buildvalues", Nothing },
        { "packagetargetonly", false },
        { "rebuild", false },
        { "backendargs", Nothing },
        { "backendtype", "" },
        { "templatesfolder", Nothing },
        { "pushfinalimages", false },
        { "pushfinalimagesforce", false },
        { "generatefinalimages", false },
        { "pushfinalimagesrepository", "" },
        { "runtimedatabase", null },
        { "context", null },
    };

    /// <summary>A time as Go prints it.</summary>
    private static string Timestamp(long epoch) =>
        DateTimeOffset.FromUnixTimeSeconds(epoch).ToString("yyyy-MM-dd HH:mm:ss '+0000 UTC'", CultureInfo.InvariantCulture);
}
