using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Programs;

/// <summary>A published program as a package of the OS.</summary>
internal sealed record ProgramPackage
{
    /// <summary>Name of the package, of its folder below <c>/usr/lib</c> and of its unit.</summary>
    public required string Name { get; init; }

    /// <summary>Category of the package.</summary>
    public required string Category { get; init; }

    /// <summary>Version of the package.</summary>
    public required string Version { get; init; }

    /// <summary>The file that is run, in the published folder.</summary>
    public required string Executable { get; init; }

    /// <summary>Name of the command in <c>/usr/bin</c>.</summary>
    public required string Command { get; init; }

    /// <summary>Absolute path in the OS of the folder with the program's files.</summary>
    public required string Prefix { get; init; }

    /// <summary>Free text.</summary>
    public string Description { get; init; } = "";

    /// <summary>License expression.</summary>
    public string License { get; init; } = "";

    /// <summary>How it runs as a service; null when it is a command only.</summary>
    public ServiceUnit? Service { get; init; }

    /// <summary>The project, for messages.</summary>
    public required SourceLocation Location { get; init; }

    /// <summary>Everything besides the published files that the package folder holds: path and text.</summary>
    public ImmutableArray<(string Path, string Text)> Texts()
    {
        (string, string)[] spec = [("definition.yaml", PackageSpec.Definition(this)), ("build.yaml", PackageSpec.Build)];
        return Service is null ? [.. spec] : [.. spec, ($"{PackageSpec.Root}/{ServiceUnit.Folder}/{Name}.service", Service.Write(this))];
    }

    /// <summary>Links of the package folder: path and target.</summary>
    public ImmutableArray<(string Path, string Target)> Links()
    {
        (string, string) command = ($"{PackageSpec.Root}/usr/bin/{Command}", $"{Prefix}/{Executable}");
        return Service is null
            ? [command]
            : [command, ($"{PackageSpec.Root}/etc/systemd/system/{Service.WantedBy}.wants/{Name}.service", $"/{ServiceUnit.Folder}/{Name}.service")];
    }
}
