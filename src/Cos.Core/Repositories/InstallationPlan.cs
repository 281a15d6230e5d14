using System.Collections.Immutable;

namespace Cos.Sdk.Repositories;

/// <summary>What an installation will bring.</summary>
/// <param name="Packages">Each after those that it requires.</param>
/// <param name="Finalizers">What the packages want to be run once all are in place, in the same order.</param>
internal sealed record InstallationPlan(ImmutableArray<InstallationPackage> Packages, ImmutableArray<RequiredFinalizer> Finalizers);
