using System.Globalization;
using Cos.Sdk.Diagnostics;
using Docker.DotNet;
using Docker.DotNet.Handler.Abstractions;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Version = System.Version;

namespace Cos.Sdk.Engine;

/// <summary>Makes clients of the library for one endpoint, with the negotiated version of the API.</summary>
internal sealed class EngineClient(EngineEndpoint endpoint, Version? apiVersion)
{
    /// <summary>The newest version of the API that this tool was written for.</summary>
    public static readonly Version Newest = new(1, 47);

    /// <summary>The oldest version that has all that is needed (platforms of builds and imports).</summary>
    public static readonly Version Oldest = new(1, 38);

    /// <summary>The address.</summary>
    public EngineEndpoint Endpoint => endpoint;

    /// <summary>A client without time limits on requests.</summary>
    /// <param name="headers">Sent with every request of this client.</param>
    /// <param name="blocking">For <see cref="BulkStream"/> alone.</param>
    public DockerClient Create(IReadOnlyDictionary<string, string>? headers = null, bool blocking = false)
    {
        ClientOptions options = new()
        {
            Endpoint = endpoint.Address,
            ApiVersion = apiVersion,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        DockerClientBuilder builder = new DockerClientBuilder<EngineEndpoint>(new EngineTransport(blocking), endpoint, options, NullLogger.Instance);
        return (headers is null ? builder : builder.WithHeaders(headers)).Build();
    }

    /// <summary>The same endpoint with the newest version of the API that both sides know.</summary>
    public EngineClient Negotiate(string engine, VersionResponse version)
    {
        Version newest = Parse(version.APIVersion) ?? Oldest;
        Version oldest = Parse(version.MinAPIVersion) ?? newest;
        Version chosen = newest < Newest ? newest : Newest;
        return chosen < Oldest || chosen < oldest
            ? throw new CosException(EngineDiagnostics.IncompatibleEngine(engine, $"{oldest} to {newest}", $"{Oldest} to {Newest}"))
            : new EngineClient(endpoint, chosen);
    }

    /// <summary>The version of the API in use, for example <c>1.41</c>.</summary>
    public string ApiVersion => apiVersion is null
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{apiVersion.Major}.{apiVersion.Minor}");

    private static Version? Parse(string? text) => Version.TryParse(text, out Version? version) ? new Version(version.Major, version.Minor) : null;
}
