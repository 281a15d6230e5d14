using System.Security.Cryptography;

namespace Cos.Device.Accounts;

/// <summary>What makes equal passwords have different hashes.</summary>
internal static class Salt
{
    private const int Length = 16;

    /// <summary>Random letters of the alphabet that crypt takes.</summary>
    public static string Create() =>
        RandomNumberGenerator.GetString("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", Length);
}
