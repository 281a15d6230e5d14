namespace Cos.Sdk.Building;

/// <summary>How a node came to be done.</summary>
internal enum NodeOutcome
{
    /// <summary>The engine or the artifact folder had it already.</summary>
    Reused,

    /// <summary>It was made.</summary>
    Made,
}
