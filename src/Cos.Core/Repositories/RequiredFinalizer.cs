using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>What a package wants to be run in the system that it was installed to.</summary>
/// <param name="Package">The package.</param>
/// <param name="Spec">Its finalize.yaml, rendered with the definition that is installed; it has install commands.</param>
internal sealed record RequiredFinalizer(PackageId Package, FinalizeSpec Spec)
{
    /// <summary>The package and the SHA-256 of what is run.</summary>
    public string Identity
    {
        get
        {
            IEnumerable<string> texts = Spec.Shell.Append("").Concat(Spec.Install.Select(step => step.Command));
            byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(texts.Select(text => $"{text.Length.ToString(CultureInfo.InvariantCulture)}:{text}")));
            return $"{Package} {Convert.ToHexStringLower(SHA256.HashData(bytes))}";
        }
    }
}
