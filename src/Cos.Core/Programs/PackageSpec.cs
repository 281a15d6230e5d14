using Cos.Sdk.Planning;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Programs;

/// <summary>The spec files of a program's package: files only, on nothing, so that no step runs and any architecture can be packed anywhere.</summary>
internal static class PackageSpec
{
    /// <summary>The folder that becomes the package's content.</summary>
    public const string Root = "root";

    /// <summary>The text of build.yaml.</summary>
    public const string Build = $"image: {EmptyImage.Reference}\npackage_dir: {InstructionWriter.ContextFolder}/{Root}\n";

    /// <summary>The text of definition.yaml.</summary>
    public static string Definition(ProgramPackage package)
    {
        YamlFields fields = new()
        {
            { "name", package.Name },
            { "category", package.Category },
            { "version", package.Version },
        };
        if (package.Description.Length > 0)
        {
            fields.Add("description", package.Description);
        }
        if (package.License.Length > 0)
        {
            fields.Add("license", package.License);
        }
        return YamlEmitter.Write(fields, YamlLayout.Compact);
    }
}
