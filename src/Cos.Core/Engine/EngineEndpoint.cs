namespace Cos.Sdk.Engine;

/// <summary>One address where an engine may answer.</summary>
/// <param name="Address"><c>unix:///path</c>, <c>npipe://./pipe/name</c>, <c>tcp://host:port</c>, <c>http://…</c> or <c>https://…</c>.</param>
/// <param name="Source">Who named it, for messages: <c>DOCKER_HOST</c>, <c>context "x"</c>, <c>default socket</c>.</param>
internal sealed record EngineEndpoint(Uri Address, string Source)
{
    /// <summary>Certificates for TLS; null for plain connections.</summary>
    public EngineTls? Tls { get; init; }

    /// <summary>Whether the engine runs on this machine, as far as the address tells.</summary>
    public bool IsLocal => Address.Scheme is "unix" or "npipe";

    /// <inheritdoc />
    public override string ToString() => $"{Address.OriginalString} ({Source})";
}
