using System.Collections.Immutable;

namespace Cos.Sdk.Disks;

/// <summary>How <c>mke2fs</c> makes the file systems of an installed disk: the same for a build and for an installation.</summary>
internal static class Ext4Format
{
    /// <summary>
    /// The features of ext4 that every kernel and boot loader of the last years reads, named one by one: what a distribution's
    /// <c>mke2fs.conf</c> says does not count, and newer ones (<c>metadata_csum_seed</c>, <c>orphan_file</c>) stop older boot loaders.
    /// </summary>
    private const string Features =
        "none,has_journal,ext_attr,resize_inode,dir_index,filetype,extent,64bit,flex_bg,sparse_super,large_file,huge_file,dir_nlink,extra_isize,metadata_csum";

    /// <summary>Arguments without the device.</summary>
    /// <param name="label">See <see cref="DiskLabels"/>.</param>
    /// <param name="id">The file system's identifier; also seeds the order of its folders.</param>
    /// <param name="holdsImages">Whether it holds few and large files: fewer inodes then.</param>
    public static ImmutableArray<string> Arguments(string label, Guid id, bool holdsImages) =>
    [
        "-t", "ext4", "-q", "-F", "-b", "4096", "-m", "0", "-I", "256", "-O", Features,
        "-i", holdsImages ? "1048576" : "16384",
        "-L", label, "-U", id.ToString("D"),
    ];

    /// <summary>The value of <c>-E</c>: everything is written at once, and the same inputs give the same bytes.</summary>
    public static string Options(Guid id) => $"hash_seed={id:D},lazy_itable_init=0,lazy_journal_init=0,nodiscard,root_owner=0:0";
}
