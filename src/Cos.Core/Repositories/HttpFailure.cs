using System.Net;
using System.Net.Sockets;

namespace Cos.Sdk.Repositories;

/// <summary>Why a web server did not give what was asked for, in words, and whether to ask again.</summary>
/// <param name="Cause">Part of a sentence.</param>
/// <param name="MayPass">Whether the same question may be answered soon.</param>
/// <param name="Wait">How long the server wants to be left alone; null when it does not say.</param>
internal sealed record HttpFailure(string Cause, bool MayPass, TimeSpan? Wait = null)
{
    /// <summary>The server has no such file.</summary>
    public static readonly HttpFailure Missing = new("it does not have the file", MayPass: false);

    /// <summary>The content is not the one that was promised.</summary>
    public static readonly HttpFailure Corrupt = new("it gives other content than was promised", MayPass: true);

    /// <summary>Nothing came for too long.</summary>
    public static readonly HttpFailure Silent = new("it sends nothing more", MayPass: true);

    /// <summary>An answer that is no success.</summary>
    public static HttpFailure Of(HttpResponseMessage answer) => answer.StatusCode switch
    {
        HttpStatusCode.NotFound or HttpStatusCode.Gone => Missing,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            new($"it refuses access ({(int)answer.StatusCode})", MayPass: false),
        HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError =>
            new($"it answers {(int)answer.StatusCode}", MayPass: true, answer.Headers.RetryAfter?.Delta),
        _ => new($"it answers {(int)answer.StatusCode}", MayPass: false),
    };

    /// <summary>A failure of the connection.</summary>
    public static HttpFailure Of(Exception failure) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => new("its name is not known", MayPass: true),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            new("no secure connection could be made; check its certificate", MayPass: false),
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } =>
            new("nothing answers there", MayPass: true),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => new("no connection could be made", MayPass: true),
        _ => new("the connection was cut", MayPass: true),
    };
}
