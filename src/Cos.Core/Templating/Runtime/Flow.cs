namespace Cos.Sdk.Templating.Runtime;

/// <summary>How an item of a template ended.</summary>
internal enum Flow
{
    Normal,
    Break,
    Continue,
}
