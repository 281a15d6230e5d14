using Cos.Sdk.Planning;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Validation;

/// <summary>What is validated.</summary>
/// <param name="Model">The trees, read and rendered, and what the project's targets came to.</param>
/// <param name="Strict">Whether inherited packages are judged like own ones.</param>
internal sealed record Subject(SourceModel Model, bool Strict)
{
    /// <summary>The packages that the project builds.</summary>
    public IReadOnlySet<PackageId> Needed => Model.Outline.Needed;
}
