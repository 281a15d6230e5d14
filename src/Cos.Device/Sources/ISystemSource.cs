using System.Collections.Immutable;
using Cos.Device.Images;
using Cos.Sdk.Repositories;

namespace Cos.Device.Sources;

/// <summary>Where the tree of a system comes from.</summary>
internal interface ISystemSource
{
    /// <summary>As messages name it.</summary>
    string Description { get; }

    /// <summary>Writes the tree, verified.</summary>
    /// <returns>What is still to be run in it.</returns>
    Task<ImmutableArray<RequiredFinalizer>> WriteAsync(TreeWriter tree, CancellationToken cancellationToken);
}
