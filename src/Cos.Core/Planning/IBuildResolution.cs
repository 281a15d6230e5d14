using Cos.Sdk.Versions;

namespace Cos.Sdk.Planning;

/// <summary>Which versions a build uses, and in which order.</summary>
internal interface IBuildResolution
{
    /// <summary>The build-time predecessors of a package in build order, itself last.</summary>
    IReadOnlyList<PackageId> ChainOf(PackageId package);

    /// <summary>What each build-time requirement of a package was met by.</summary>
    IReadOnlyList<(PackageRequirement Requirement, PackageId MetBy)> RequirementsOf(PackageId package);

    /// <summary>The package that a copy's selector means.</summary>
    PackageId Find(PackageRequirement requirement);

    /// <summary>The packages whose artifacts make the base of a package, with their run-time requirements, in the order in which they are unpacked.</summary>
    IReadOnlyList<PackageId> PartsOf(PackageId package);
}
