namespace Cos.Sdk.Fetching;

/// <summary>Files that others may read at any time: written beside under a name of their own, then renamed.</summary>
internal static class AtomicFile
{
    /// <summary>Writes unless the file has these bytes already. Returns whether it was written.</summary>
    public static async Task<bool> WriteIfChangedAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        if (File.Exists(path) && (await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)).AsSpan().SequenceEqual(content))
        {
            return false;
        }
        string beside = NameBeside(path);
        try
        {
            await File.WriteAllBytesAsync(beside, content, cancellationToken).ConfigureAwait(false);
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
        return true;
    }

    /// <summary>A name in the same folder that no other build uses.</summary>
    public static string NameBeside(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");
}
