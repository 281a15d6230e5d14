using System.Security.Cryptography;
using System.Text;

namespace Cos.Sdk.Engine;

/// <summary>
/// The folder names of the older archive layout: ids of version 1 of the image specification, which engines of today derive from the
/// layers. The id of every layer but an image's last depends on the layers alone and can be told beforehand.
/// </summary>
/// <remarks>
/// An id is the SHA-256 of a JSON object with sorted keys: an empty container configuration, a creation date of zero, the chain id of the
/// layer and the id of the parent.
/// </remarks>
internal static class LegacyLayerIds
{
    private const string EmptyConfiguration =
        """
        {"Hostname":"","Domainname":"","User":"","AttachStdin":false,"AttachStdout":false,"AttachStderr":false,"Tty":false,"OpenStdin":false,"StdinOnce":false,"Env":null,"Cmd":null,"Image":"","Volumes":null,"WorkingDir":"","Entrypoint":null,"OnBuild":null,"Labels":null}
        """;

    /// <summary>The ids, 64 hex digits each, of layers that another layer follows.</summary>
    /// <param name="layerDigests">Diff ids, base layer first.</param>
    public static IReadOnlyList<string> Compute(IReadOnlyList<string> layerDigests)
    {
        string[] ids = new string[layerDigests.Count];
        string chain = "";
        for (int i = 0; i < ids.Length; i++)
        {
            chain = i == 0 ? layerDigests[0] : "sha256:" + Hash($"{chain} {layerDigests[i]}");
            string parent = i == 0 ? "" : $",\"parent\":\"sha256:{ids[i - 1]}\"";
            ids[i] = Hash(
                $$"""{"container_config":{{EmptyConfiguration}},"created":"1970-01-01T00:00:00Z","layer_id":"{{chain}}"{{parent}}}""");
        }
        return ids;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
