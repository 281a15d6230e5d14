using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Planning;

/// <summary>Steps that the project adds to its system, after those of its package.</summary>
internal static class SystemSteps
{
    /// <summary>The build of a package, with the steps when it is the system.</summary>
    public static BuildSpec? AddTo(BuildSpec? spec, Package package, SourceOptions options)
    {
        if (spec is null || options.SystemSteps.IsEmpty || package.Id.Name != PackageReference.ParseRequirement(options.SystemPackage).Name)
        {
            return spec;
        }
        SourceLocation location = new(options.SystemStepsFile);
        return spec.Dockerfile.Length == 0
            ? spec with { Steps = [.. spec.Steps, .. options.SystemSteps.Select(command => new Step(command, location))] }
            : throw new CosException(SettingsDiagnostics.NoSystem(location, "A setting of the running system"));
    }
}
