using System.Text;

namespace Cos.Sdk.Files;

/// <summary>Writes small files so that a reader sees the old or the new one, never a half.</summary>
internal static class AtomicFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes beside the file and renames, unless it already holds just this text.</summary>
    /// <returns>Whether it was written.</returns>
    public static bool WriteIfDifferent(string file, string text)
    {
        if (File.Exists(file) && File.ReadAllText(file, Utf8) == text)
        {
            return false;
        }
        Write(file, text);
        return true;
    }

    /// <summary>Writes beside the file and renames; the folder is made when it is missing.</summary>
    public static void Write(string file, string text) => Write(file, Utf8.GetBytes(text));

    /// <summary>Writes beside the file and renames; the folder is made when it is missing.</summary>
    public static void Write(string file, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        string beside = $"{file}.{Path.GetRandomFileName()}";
        try
        {
            File.WriteAllBytes(beside, content);
            File.Move(beside, file, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
