using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>A version that could have been chosen by its age and was not.</summary>
/// <param name="Package">The version.</param>
/// <param name="Reason">A sentence or two.</param>
internal sealed record RejectedVersion(PackageId Package, string Reason);
