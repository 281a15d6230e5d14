using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Trust;

/// <summary>Reads keys in PEM: PKCS#8 (also encrypted), SEC 1, cosign's encrypted private keys, and public keys.</summary>
internal sealed class KeyFile
{
    /// <summary>Names a variable of the environment that holds a key, in the place of a file.</summary>
    public const string VariablePrefix = "env://";

    private const int LongestFile = 64 * 1024;

    private const string NistP256 = "1.2.840.10045.3.1.7";

    private static readonly string[] PasswordVariables = ["COS_SIGNING_PASSWORD", "COSIGN_PASSWORD"];

    private readonly Func<string, string> _absolute;
    private readonly IReadOnlyDictionary<string, string> _environment;

    /// <param name="absolute">Makes paths absolute.</param>
    /// <param name="environment">The environment of the build.</param>
    public KeyFile(Func<string, string> absolute, IReadOnlyDictionary<string, string> environment)
    {
        _absolute = absolute;
        _environment = environment;
    }

    /// <summary>Reads the key of <c>CosSigningKey</c>.</summary>
    /// <param name="place">A path, or <c>env://NAME</c>; empty for none.</param>
    /// <returns>Null when no key is wanted.</returns>
    /// <exception cref="CosException">There is no such key, it is of another kind, or its password is missing or wrong.</exception>
    public SigningKey? ReadSigningKey(string place)
    {
        if (place.Trim().Length == 0)
        {
            return null;
        }
        string pem = ReadText(place);
        PemFields fields = Find(pem, place);
        string label = pem[fields.Label];
        ECParameters parameters = Import(place, key =>
        {
            switch (label)
            {
                case "ENCRYPTED PRIVATE KEY":
                    key.ImportFromEncryptedPem(pem, PasswordFor(place));
                    break;
                case CosignKey.Label or CosignKey.OlderLabel:
                    byte[] pkcs8 = CosignKey.Decrypt(Convert.FromBase64String(pem[fields.Base64Data]), PasswordFor(place));
                    key.ImportPkcs8PrivateKey(pkcs8, out _);
                    CryptographicOperations.ZeroMemory(pkcs8);
                    break;
                default:
                    key.ImportFromPem(pem);
                    break;
            }
            return key.ExportParameters(includePrivateParameters: true);
        });
        return new SigningKey(parameters);
    }

    /// <summary>Reads the keys of <c>CosVerificationKey</c>.</summary>
    /// <param name="places">Paths or <c>env://NAME</c>, separated by semicolons; empty for none.</param>
    public IEnumerable<VerificationKey> ReadVerificationKeys(string places)
    {
        foreach (string place in Split(places))
        {
            string pem = ReadText(place);
            Find(pem, place);
            yield return new VerificationKey(Import(place, key =>
            {
                key.ImportFromPem(pem);
                return key.ExportParameters(includePrivateParameters: false);
            }));
        }
    }

    /// <summary>The files that are read for keys; those in variables are none.</summary>
    public static IEnumerable<string> FilesOf(string places) =>
        Split(places).Where(place => !place.StartsWith(VariablePrefix, StringComparison.Ordinal));

    private static string[] Split(string places) =>
        places.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static ECParameters Import(string place, Func<ECDsa, ECParameters> import)
    {
        using ECDsa key = ECDsa.Create();
        try
        {
            ECParameters parameters = import(key);
            return parameters.Curve.Oid.Value == NistP256 || parameters.Curve.Oid.FriendlyName is "nistP256" or "ECDSA_P256"
                ? parameters
                : throw new CosException(TrustDiagnostics.WrongKind(place));
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or FormatException)
        {
            // Messages of the runtime may tell of the key; the cause goes to the binary log by its type alone.
            throw new CosException(TrustDiagnostics.KeyRefused(place));
        }
    }

    private static PemFields Find(string pem, string place) =>
        PemEncoding.TryFind(pem, out PemFields fields) ? fields : throw new CosException(TrustDiagnostics.KeyRefused(place));

    private string PasswordFor(string place) =>
        PasswordVariables.Select(name => _environment.GetValueOrDefault(name)).FirstOrDefault(value => value is not null)
            ?? throw new CosException(TrustDiagnostics.PasswordMissing(place, string.Join(" or ", PasswordVariables)));

    private string ReadText(string place)
    {
        if (place.StartsWith(VariablePrefix, StringComparison.Ordinal))
        {
            return _environment.GetValueOrDefault(place[VariablePrefix.Length..])
                ?? throw new CosException(TrustDiagnostics.KeyNotFound(place));
        }
        string file = _absolute(place);
        try
        {
            using FileStream stream = File.OpenRead(file);
            byte[] bytes = new byte[LongestFile];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Encoding.UTF8.GetString(bytes, 0, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CosException(TrustDiagnostics.KeyNotFound(place), exception);
        }
    }
}
