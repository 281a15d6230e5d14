using System.Net.Http.Headers;

namespace Cos.Sdk.Registry;

/// <summary>The registry said "not now".</summary>
internal sealed class BusyException(string text) : Exception(text)
{
    /// <summary>Status and text of the answer.</summary>
    public string Text { get; } = text;

    /// <summary>How long it asked to wait.</summary>
    public RetryConditionHeaderValue? RetryAfter { get; init; }
}
