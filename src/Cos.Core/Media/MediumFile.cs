using System.Security.Cryptography;

namespace Cos.Sdk.Media;

/// <summary>Puts a finished medium where it belongs, with the file that proves it.</summary>
internal static class MediumFile
{
    /// <summary>The ending of checksum files.</summary>
    public const string ChecksumExtension = ".sha256";

    /// <summary>Moves the medium and writes its checksum, each beside its place first.</summary>
    public static async Task<DeliveredMedium> DeliverAsync(string made, string output, CancellationToken cancellationToken)
    {
        string sha256;
        long size;
        FileStream file = new(made, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan | FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            size = file.Length;
            sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
        }
        string folder = Path.GetDirectoryName(output)!;
        Directory.CreateDirectory(folder);
        string checksum = output + ChecksumExtension;
        string medium = Beside(output);
        string proof = Beside(checksum);
        try
        {
            File.Move(made, medium);
            await File.WriteAllTextAsync(proof, $"{sha256}  {Path.GetFileName(output)}\n", cancellationToken).ConfigureAwait(false);
            // In between neither may be taken for the other's.
            File.Delete(checksum);
            File.Move(medium, output, overwrite: true);
            File.Move(proof, checksum, overwrite: true);
        }
        finally
        {
            File.Delete(medium);
            File.Delete(proof);
        }
        return new DeliveredMedium(output, checksum, sha256, size);
    }

    private static string Beside(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");
}
