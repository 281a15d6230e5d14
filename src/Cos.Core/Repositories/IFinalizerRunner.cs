using System.Collections.Immutable;

namespace Cos.Sdk.Repositories;

/// <summary>Runs what packages want to be done once all of them are in place, in the root that they were installed to.</summary>
internal interface IFinalizerRunner
{
    /// <summary>Takes a root as a tar stream, runs the commands in it, and gives the root that comes of it.</summary>
    /// <param name="root">The root as installed. A fault while it is made shows as an exception of its reads; it must not be swallowed.</param>
    /// <param name="finalizers">What to run, in this order.</param>
    /// <param name="output">Takes the resulting root as a tar stream.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task RunAsync(Stream root, ImmutableArray<RequiredFinalizer> finalizers, Stream output, CancellationToken cancellationToken);
}
