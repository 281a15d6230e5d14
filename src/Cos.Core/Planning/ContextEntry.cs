namespace Cos.Sdk.Planning;

/// <summary>What a path of a build context is.</summary>
internal enum ContextEntryKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory, listed also when it is empty.</summary>
    Directory,

    /// <summary>A symbolic link, never followed.</summary>
    Link,
}

/// <summary>One path of a build context.</summary>
/// <param name="Path">Relative to the context, with <c>/</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits that reach the image: 0755 or 0644 for files, by the owner's execute bit; 0755 for folders; 0777 for links.</param>
/// <param name="Content">SHA-256 of a file, target of a link, empty for a directory.</param>
/// <param name="Size">Bytes of a file, 0 otherwise.</param>
internal sealed record ContextEntry(string Path, ContextEntryKind Kind, int Mode, string Content, long Size);
