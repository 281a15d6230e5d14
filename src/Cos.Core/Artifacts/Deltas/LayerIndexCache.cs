using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Artifacts.Deltas;

/// <summary>
/// Indexes of layers by diff id, in a folder that several builds may share. What cannot be read counts as missing, and what cannot be written
/// is not kept: the layer is then walked again.
/// </summary>
/// <param name="folder">Absolute; made when it is missing.</param>
internal sealed class LayerIndexCache(string folder)
{
    /// <summary>What a cache calls the folder.</summary>
    public const string FolderName = "layers";

    /// <summary>What names of indexes end with.</summary>
    public const string Extension = ".layer";

    /// <summary>The index of a layer; null when it is not known.</summary>
    public LayerIndex? TryRead(string digest)
    {
        string file = FileOf(digest);
        if (!File.Exists(file))
        {
            return null;
        }
        try
        {
            return LayerIndexFile.Read(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or CosException)
        {
            return null;
        }
    }

    /// <summary>Keeps an index, unless there is one.</summary>
    public void Write(string digest, LayerIndex index)
    {
        string file = FileOf(digest);
        if (File.Exists(file))
        {
            return;
        }
        string beside = $"{file}.{Path.GetRandomFileName()}";
        try
        {
            Directory.CreateDirectory(folder);
            LayerIndexFile.Write(beside, index);
            File.Move(beside, file, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TryDelete(beside);
        }
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private string FileOf(string digest) => Path.Combine(folder, NameOf(digest));

    /// <summary>File name of the index of a layer.</summary>
    /// <param name="digest">The diff id.</param>
    public static string NameOf(string digest)
    {
        string hex = digest[(digest.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return hex.Length == 64 && hex.All(char.IsAsciiHexDigitLower) ? hex + Extension : throw new ArgumentException("Not a digest.", nameof(digest));
    }
}
