using Cos.Sdk.Diagnostics;
using Cos.Sdk.Media;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Reads which packages the media are made of. What is wrong with a description is said when its medium is made.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReadMediaPackages : CosTask
{
    /// <summary>Descriptions of ISOs, separated by semicolons, which may have been escaped on a command line.</summary>
    [Required]
    public string IsoSpecs { get; set; } = "";

    /// <summary>Packages, as <c>category/name@selector</c>, separated by blanks.</summary>
    [Output]
    public string Packages { get; private set; } = "";

    /// <inheritdoc />
    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellationToken)
    {
        Packages = string.Join(' ', IsoSpecs.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(spec => IsoSpecReader.Read(PathOf(spec), new DiagnosticBag()))
            .OfType<IsoSpec>()
            .SelectMany(spec => spec.RootFs.Concat(spec.Uefi).Concat(spec.IsoImage))
            .Select(package => package.ToString())
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal));
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
