namespace Cos.Sdk.Engine;

/// <summary>The PEM files of a TLS connection to an engine. A file that does not exist is not used.</summary>
/// <param name="Folder">Holds <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>.</param>
/// <param name="SkipVerify">Accepts any certificate of the engine.</param>
internal sealed record EngineTls(string Folder, bool SkipVerify);
