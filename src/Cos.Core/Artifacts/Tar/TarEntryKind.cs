namespace Cos.Sdk.Artifacts.Tar;

/// <summary>What an entry of an archive makes.</summary>
internal enum TarEntryKind
{
    /// <summary>A regular file; the only kind with content.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link; its target is kept as written.</summary>
    SymbolicLink,

    /// <summary>A further name of an entry before it.</summary>
    HardLink,

    /// <summary>A character device.</summary>
    CharacterDevice,

    /// <summary>A block device.</summary>
    BlockDevice,

    /// <summary>A named pipe.</summary>
    Fifo,
}
