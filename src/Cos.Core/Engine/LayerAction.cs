namespace Cos.Sdk.Engine;

/// <summary>What to do with a layer of a saved image.</summary>
internal enum LayerAction
{
    /// <summary>Pass over it without looking.</summary>
    Skip,

    /// <summary>Hand it out.</summary>
    Read,
}
