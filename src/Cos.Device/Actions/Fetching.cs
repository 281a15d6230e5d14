using System.Security.Cryptography;
using Cos.Device.Running;
using Cos.Sdk.CloudConfig.Actions;

namespace Cos.Device.Actions;

/// <summary>Fetches files and git repositories.</summary>
internal static class Fetching
{
    private const long MaxDownload = 64L << 30;

    /// <summary>Fetches a file beside its place and renames it when it is whole; one with the same content stays.</summary>
    public static async Task DownloadAsync(Machine machine, Download download, CancellationToken cancellationToken)
    {
        Uri address = new(download.Url);
        string path = download.Path.EndsWith('/') ? download.Path + Path.GetFileName(address.LocalPath) : download.Path;
        string file = machine.PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        string beside = $"{file}.{Path.GetRandomFileName()}";
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
            using (FileStream stream = new(beside, options))
            {
                await Web.CopyAsync(address, TimeSpan.FromSeconds(download.TimeoutSeconds), [], HttpMethod.Get, stream, MaxDownload, cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }
            if (!File.Exists(file) || !await SameAsync(file, beside, cancellationToken).ConfigureAwait(false))
            {
                File.Move(beside, file, overwrite: true);
            }
        }
        finally
        {
            File.Delete(beside);
        }
        machine.Adjust(path, download.Mode, download.Owner);
    }

    /// <summary>Clones a repository, or brings a clone to the newest state of its branch.</summary>
    public static async Task CloneAsync(Machine machine, CloneRepository repository, CancellationToken cancellationToken)
    {
        using GitLogin login = GitLogin.Create(machine, repository.Authentication);
        string[] branch = repository.Branch.Length > 0 ? ["--branch", repository.Branch] : [];
        if (!Directory.Exists(machine.PathOf(repository.Path + "/.git")))
        {
            string[] only = repository.BranchOnly ? ["--single-branch"] : [];
            await machine.RunAsync("env", [.. login.Variables, "git", .. login.Options, "clone", "--quiet", .. branch, .. only, "--", repository.Url, repository.Path], cancellationToken)
                .ConfigureAwait(false);
            return;
        }
        string[] git = [.. login.Variables, "git", .. login.Options, "-C", repository.Path];
        string wanted = repository.Branch.Length > 0 ? repository.Branch : "HEAD";
        await machine.RunAsync("env", [.. git, "fetch", "--quiet", "--", repository.Url, wanted], cancellationToken).ConfigureAwait(false);
        await machine.RunAsync("env", [.. git, "reset", "--quiet", "--hard", "FETCH_HEAD"], cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> SameAsync(string left, string right, CancellationToken cancellationToken)
    {
        using FileStream first = File.OpenRead(left);
        using FileStream second = File.OpenRead(right);
        if (first.Length != second.Length)
        {
            return false;
        }
        byte[] digest = await SHA256.HashDataAsync(first, cancellationToken).ConfigureAwait(false);
        byte[] other = await SHA256.HashDataAsync(second, cancellationToken).ConfigureAwait(false);
        return digest.AsSpan().SequenceEqual(other);
    }
}
