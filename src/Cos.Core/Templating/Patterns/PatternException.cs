namespace Cos.Sdk.Templating.Patterns;

/// <summary>A regular expression that is malformed, or that this engine cannot run.</summary>
internal sealed class PatternException(string reason, bool isMalformed) : Exception(reason)
{
    /// <summary>Whether the expression is wrong; otherwise it is right but not supported.</summary>
    public bool IsMalformed { get; } = isMalformed;
}
