using System.Net.Http.Headers;

namespace Cos.Sdk.Registry;

/// <summary>A request that can be sent more than once.</summary>
internal sealed record RegistryRequest
{
    /// <summary>The verb.</summary>
    public required HttpMethod Method { get; init; }

    /// <summary>The full address.</summary>
    public required Uri Address { get; init; }

    /// <summary>The registry that it belongs to, as in image names: whose credential it may carry.</summary>
    public required string Registry { get; init; }

    /// <summary>What it needs: for example <c>repository:group/name:pull</c>. More than one are separated by blanks.</summary>
    public required string Scope { get; init; }

    /// <summary>What messages call it: "read the manifest of x".</summary>
    public required string Description { get; init; }

    /// <summary>Media types that are welcome.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>Makes the body anew for each attempt; null without one.</summary>
    public Func<HttpContent>? Body { get; init; }

    /// <summary>Bytes that are asked for; null for all.</summary>
    public RangeHeaderValue? Range { get; init; }

    /// <summary>Whether trying again can do no harm.</summary>
    public bool MayRepeat { get; init; } = true;
}
