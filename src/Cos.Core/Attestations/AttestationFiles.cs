using Cos.Sdk.Files;
using Cos.Sdk.Trust;

namespace Cos.Sdk.Attestations;

/// <summary>Documents about artifacts, beside them in the repository's folder, each signed when there is a key.</summary>
/// <param name="folder">The absolute path of the repository.</param>
/// <param name="key">Signs; null for no signatures.</param>
internal sealed class AttestationFiles(string folder, SigningKey? key)
{
    /// <summary>What the name of a list of contents in SPDX ends with.</summary>
    public const string Spdx = ".spdx.json";

    /// <summary>What the name of a list of contents in CycloneDX ends with.</summary>
    public const string CycloneDx = ".cdx.json";

    /// <summary>What the name of a statement of provenance ends with.</summary>
    public const string Provenance = ".provenance.json";

    /// <summary>The stem of documents about the tree.</summary>
    public const string Tree = "repository";

    /// <summary>Writes a list of contents in both formats.</summary>
    public void Write(string stem, Sbom sbom)
    {
        Write(stem + Spdx, SpdxWriter.Write(sbom));
        Write(stem + CycloneDx, CycloneDxWriter.Write(sbom));
    }

    /// <summary>Writes a document, also when it is the same as before: its time tells MSBuild that it is up to date.</summary>
    public void Write(string name, string text)
    {
        string file = Path.Combine(folder, name);
        AtomicFile.Write(file, text);
        SignatureFile.Update(key, file, SignatureFile.DigestOf(text));
    }
}
