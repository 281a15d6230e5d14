using Cos.Sdk.Building;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Tasks;

/// <summary>Collects in the course of a build what is remembered when it succeeds.</summary>
internal sealed class PendingMemory
{
    /// <summary>Fingerprints by task.</summary>
    public Dictionary<string, string> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether every later change of the inputs will show.</summary>
    public bool IsSettled { get; set; } = true;

    /// <summary>Whether anything differs from what is remembered.</summary>
    public bool IsNew { get; set; }

    /// <summary>The date of all results.</summary>
    public string Epoch { get; set; } = "";

    /// <summary>The plan files; null until the tree was resolved.</summary>
    public IReadOnlyList<RememberedItem>? Plans { get; set; }

    /// <summary>Files beside them.</summary>
    public IReadOnlyList<string> SideFiles { get; set; } = [];

    /// <summary>SHA-256 of the lock.</summary>
    public string Lock { get; set; } = "";

    /// <summary>What was said of the trees, by task.</summary>
    public Dictionary<string, IReadOnlyList<Diagnostic>> Said { get; } = new(StringComparer.Ordinal);
}
