using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>What a package wants to be run in the system that it was installed to.</summary>
/// <param name="Package">The package.</param>
/// <param name="Spec">Its finalize.yaml, rendered with the definition that is installed; it has install commands.</param>
internal sealed record RequiredFinalizer(PackageId Package, FinalizeSpec Spec);
