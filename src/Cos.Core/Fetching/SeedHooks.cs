namespace Cos.Sdk.Fetching;

/// <summary>
/// What happens around a bootstrap. Constant shell texts, run by the bootstrap program with the new root as <c>$1</c>; no value of a user ever
/// becomes part of them.
/// </summary>
internal static class SeedHooks
{
    /// <summary>Where apt keeps the indices.</summary>
    public const string ListsFolder = "/var/lib/apt/lists";

    /// <summary>Where the locked versions are while packages are chosen.</summary>
    public const string PinsPath = "/etc/apt/preferences.d/cos-bootstrap";

    /// <summary>Fetches and checks the indices; uncompressed, so that they can be read as they are.</summary>
    public const string Update =
        "--setup-hook=APT_CONFIG=\"$MMDEBSTRAP_APT_CONFIG\" apt-get -qq -o Acquire::GzipIndexes=false --error-on=any update";

    /// <summary>The image keeps the distribution's own mirrors, whatever mirrors this machine uses.</summary>
    public const string KeepSources = "--setup-hook=mv \"$1/etc/apt/sources.list\" \"$1/var/lib/apt/cos-sources.list\"";

    /// <summary>Undoes <see cref="KeepSources"/>.</summary>
    public const string RestoreSources = "--customize-hook=mv \"$1/var/lib/apt/cos-sources.list\" \"$1/etc/apt/sources.list\"";

    /// <summary>Content that is locked by its checksum may come from a snapshot whose index has expired.</summary>
    public const string AcceptOldIndices =
        "--setup-hook=echo 'Acquire::Check-Valid-Until \"false\";' > \"$1/etc/apt/apt.conf.d/99cos-bootstrap\"";

    /// <summary>A root that is thrown away when anything fails needs no flushing to disk after every file.</summary>
    public const string SkipSync = "--setup-hook=echo force-unsafe-io > \"$1/etc/dpkg/dpkg.cfg.d/cos-bootstrap\"";

    /// <summary>
    /// Lays out /usr merged from the start where the release has it so; a later conversion would bring its program and a whole Perl along. A hook of
    /// the bootstrap program's own.
    /// </summary>
    public const string MergeUsr = "--hook-dir=/usr/share/mmdebstrap/hooks/maybe-merged-usr";

    /// <summary>
    /// Removes what differs from one bootstrap to the next or belongs to the machine: its name and resolver, backups whose content depends on the
    /// order of installation, keys and seeds that must not be shared, and initial RAM disks, which kernel hooks make with the time of
    /// day and which steps make anew.
    /// </summary>
    public const string Clean =
        "--customize-hook=cd \"$1\" && rm -f"
        + " etc/apt/apt.conf.d/99cos-bootstrap etc/apt/preferences.d/cos-bootstrap etc/dpkg/dpkg.cfg.d/cos-bootstrap"
        + " etc/hostname etc/passwd- etc/group- etc/shadow- etc/gshadow- etc/subuid- etc/subgid- etc/ssh/ssh_host_*"
        + " boot/initrd.img-* var/lib/dpkg/*-old var/cache/debconf/*-old var/cache/ldconfig/aux-cache var/lib/systemd/random-seed"
        + " var/lib/systemd/credential.secret"
        + " && { [ -L etc/resolv.conf ] || rm -f etc/resolv.conf; }"
        + " && find var/log -type f -size +0 -exec truncate -s 0 {} +"
        + " && { [ ! -d var/cache/man ] || find var/cache/man -type f -exec rm -f {} +; }";
}
