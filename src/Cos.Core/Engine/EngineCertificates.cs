using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Engine;

/// <summary>TLS settings from the PEM files that the docker CLI uses.</summary>
internal static class EngineCertificates
{
    /// <summary>Settings for a connection; without files the machine's own trust decides.</summary>
    public static SslClientAuthenticationOptions CreateOptions(EngineTls? tls)
    {
        SslClientAuthenticationOptions options = new();
        if (tls is null)
        {
            return options;
        }
        string authority = Path.Combine(tls.Folder, "ca.pem");
        string certificate = Path.Combine(tls.Folder, "cert.pem");
        string key = Path.Combine(tls.Folder, "key.pem");
        try
        {
            if (File.Exists(certificate) && File.Exists(key))
            {
                options.ClientCertificates = [X509Certificate2.CreateFromPemFile(certificate, key)];
            }
            if (tls.SkipVerify)
            {
#pragma warning disable CA5359 // The user's context or environment says so.
                options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
            }
            else if (File.Exists(authority))
            {
                X509Certificate2Collection trusted = [];
                trusted.ImportFromPemFile(authority);
                options.CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                };
                options.CertificateChainPolicy.CustomTrustStore.AddRange(trusted);
            }
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CosException(EngineDiagnostics.UnreadableConfiguration(tls.Folder, exception.Message), exception);
        }
        return options;
    }
}
