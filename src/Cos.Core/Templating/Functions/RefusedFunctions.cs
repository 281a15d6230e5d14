using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Functions that exist elsewhere but whose results would differ from one build to the next.</summary>
internal static class RefusedFunctions
{
    private const string Chance = "its result depends on chance";
    private const string Salt = "its result depends on a random salt";
    private const string Key = "it makes a new key or certificate at every call";
    private const string Environment = "its result depends on the environment of the build";
    private const string Network = "its result depends on the network";

    private static readonly (string Name, string Signature, string Reason)[] Refused =
    [
        ("randAlpha", "int", Chance),
        ("randAlphaNum", "int", Chance),
        ("randAscii", "int", Chance),
        ("randBytes", "int", Chance),
        ("randInt", "int int", Chance),
        ("randNumeric", "int", Chance),
        ("shuffle", "string", Chance),
        ("uuidv4", "", Chance),
        ("bcrypt", "string", Salt),
        ("htpasswd", "string string", Salt),
        ("encryptAES", "string string", Salt),
        ("genPrivateKey", "string", Key),
        ("genCA", "string int", Key),
        ("genCAWithKey", "string int string", Key),
        ("genSelfSignedCert", "string list list int", Key),
        ("genSelfSignedCertWithKey", "string list list int string", Key),
        ("genSignedCert", "string list list int certificate", Key),
        ("genSignedCertWithKey", "string list list int certificate string", Key),
        ("env", "string", Environment),
        ("expandenv", "string", Environment),
        ("getHostByName", "string", Network),
    ];

    public static void AddTo(FunctionTable table)
    {
        foreach ((string name, string signature, string reason) in Refused)
        {
            table.Add(name, signature, call => throw new CosException(TemplateDiagnostics.FunctionRefused(call.Location, name, reason)));
        }
    }
}
