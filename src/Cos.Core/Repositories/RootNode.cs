using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Repositories;

/// <summary>What lies at one path of a root file system that is being composed.</summary>
/// <param name="entry">What to write; its path is the resolved one.</param>
/// <param name="package">The index of the package that brings it; for an implied folder, of the first that needs it.</param>
/// <param name="ordinal">The number of the entry in that package's archive.</param>
/// <param name="isImplied">A folder that no archive states: what lies below it does.</param>
internal sealed class RootNode(TarEntry entry, int package, int ordinal, bool isImplied)
{
    /// <summary>What to write.</summary>
    public TarEntry Entry { get; private set; } = entry;

    /// <summary>The package whose attributes and content count.</summary>
    public int Package { get; private set; } = package;

    /// <summary>Which entry of that package's archive.</summary>
    public int Ordinal { get; private set; } = ordinal;

    /// <summary>No archive states this folder.</summary>
    public bool IsImplied { get; private set; } = isImplied;

    /// <summary>It has been written to the output.</summary>
    public bool IsWritten { get; set; }

    /// <summary>Another package's statement of the same folder counts from now on.</summary>
    public void Restate(TarEntry entry, int package, int ordinal) =>
        (Entry, Package, Ordinal, IsImplied) = (entry, package, ordinal, false);
}
