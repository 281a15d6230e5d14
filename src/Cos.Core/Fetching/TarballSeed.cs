using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Tools;
using ZstdSharp;

namespace Cos.Sdk.Fetching;

/// <summary>A seed that is a root file system in an archive.</summary>
internal sealed class TarballSeed(IToolRunner tools, SeedImage seed)
{
    /// <summary>SHA-256 of the archive as it is; of an archive with images, together with the one that is meant.</summary>
    /// <exception cref="CosException">COS7517: missing.</exception>
    public static async Task<string> HashAsync(SeedImage seed, CancellationToken cancellationToken)
    {
        if (!File.Exists(seed.Tarball))
        {
            throw new CosException(FetchingDiagnostics.TarballMissing(seed.Location, seed.Reference, seed.Tarball));
        }
        FileStream file = File.OpenRead(seed.Tarball);
        await using (file.ConfigureAwait(false))
        {
            string hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
            // Which image of an archive is meant is part of what is locked.
            return seed.IsImage ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{hash}\n{seed.ImageName}\n{seed.Platform}"))) : hash;
        }
    }

    /// <summary>What the archive is, read to its end; a lock of the same archive is returned as it is.</summary>
    /// <exception cref="CosException">COS7517 missing or of an unknown form, COS7518 damaged.</exception>
    public async Task<LockedSeed> DescribeAsync(LockedSeed? locked, CancellationToken cancellationToken)
    {
        string hash = await HashAsync(seed, cancellationToken).ConfigureAwait(false);
        return locked?.Tarball == hash
            ? locked
            : new LockedSeed { Tarball = hash, RootFileSystem = await WriteAsync(Stream.Null, cancellationToken).ConfigureAwait(false) };
    }

    /// <summary>Writes the root file system as an uncompressed tar. Returns <c>sha256:…</c> of it.</summary>
    public async Task<string> WriteAsync(Stream target, CancellationToken cancellationToken)
    {
        FileStream file = File.OpenRead(seed.Tarball);
        await using (file.ConfigureAwait(false))
        {
            byte[] magic = new byte[6];
            int read = await file.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            file.Position = 0;
            try
            {
                return magic.AsSpan(0, read) switch
                {
                    [0x1F, 0x8B, ..] => await CopyAsync(new GZipStream(file, CompressionMode.Decompress), target, cancellationToken).ConfigureAwait(false),
                    [0x28, 0xB5, 0x2F, 0xFD, ..] => await CopyAsync(new DecompressionStream(file), target, cancellationToken).ConfigureAwait(false),
                    [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0] => await UnpackXzAsync(file, target, cancellationToken).ConfigureAwait(false),
                    _ => await RootFileSystemFile.CopyAsync(file, target, cancellationToken).ConfigureAwait(false),
                };
            }
            catch (Exception damage) when (damage is ZstdException or InvalidDataException or EndOfStreamException)
            {
                throw new CosException(FetchingDiagnostics.TarballDamaged(seed.Location, seed.Reference, seed.Tarball, damage.Message), damage);
            }
        }
    }

    private static async Task<string> CopyAsync(Stream unpacked, Stream target, CancellationToken cancellationToken)
    {
        await using (unpacked.ConfigureAwait(false))
        {
            return await RootFileSystemFile.CopyAsync(unpacked, target, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string> UnpackXzAsync(FileStream file, Stream target, CancellationToken cancellationToken)
    {
        string digest = "";
        ToolInvocation invocation = new()
        {
            Tool = ToolName.Xz,
            Arguments = ["--decompress", "--stdout"],
            WorkingDirectory = Path.GetDirectoryName(seed.Tarball)!,
            WriteInput = (input, token) => file.CopyToAsync(input, token),
            ReadOutput = async (output, token) => digest = await RootFileSystemFile.CopyAsync(output, target, token).ConfigureAwait(false),
        };
        await tools.RunAsync(invocation, cancellationToken).ConfigureAwait(false);
        return digest;
    }
}
