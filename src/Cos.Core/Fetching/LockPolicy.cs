namespace Cos.Sdk.Fetching;

/// <summary>How far the lock binds.</summary>
internal enum LockPolicy
{
    /// <summary>What is locked stays; what is not is added.</summary>
    Reuse,

    /// <summary>Nothing may be added or changed: a build server builds what was committed, or fails.</summary>
    Locked,

    /// <summary>Everything is asked anew.</summary>
    Refresh,
}
