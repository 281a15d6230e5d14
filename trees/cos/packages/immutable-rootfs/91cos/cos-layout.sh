#!/bin/sh
# Makes the root that is mounted read-only at $NEWROOT a system that can run:
#   the stage rootfs, whose cloud-config may write /run/cos/cos-layout.env; overlays, partitions and what is bound to them; fstab; the stage initramfs.
# What cannot be done is said, and the rest is done.

type getarg > /dev/null 2>&1 || . /lib/dracut-lib.sh

root="${NEWROOT:-/sysroot}"
overlays=/run/overlay
table=/run/cos/fstab
failed=0

fail() {
    warn "cos-layout: $*"
    failed=1
}

# device_of SOURCE [SECONDS]: prints the block device of LABEL=…, UUID=… or a path, once it is there.
device_of() {
    wait="${2:-0}"
    while :; do
        case "$1" in
            LABEL=*) device="/dev/disk/by-label/${1#LABEL=}" ;;
            UUID=*) device="/dev/disk/by-uuid/${1#UUID=}" ;;
            *) device="$1" ;;
        esac
        if [ -b "$device" ]; then
            printf '%s' "$device"
            return 0
        fi
        [ "$wait" -gt 0 ] || return 1
        wait=$((wait - 1))
        sleep 1
    done
}

# mount_volume SOURCE:/path
mount_volume() {
    source="${1%%:/*}"
    path="/${1#*:/}"
    [ "$source" != "$1" ] || { fail "$1 is no SOURCE:/path"; return 1; }
    mountpoint -q "$root$path" && [ "$path" = /oem ] && return 0
    device="$(device_of "$source" "$seconds")" || { fail "there is no $source for $path"; return 1; }
    # As a boot does: what a power failure left is put right without questions.
    fsck -T -a "$device" > /dev/null 2>&1
    [ -d "$root$path" ] || mkdir -p "$root$path" 2> /dev/null || { fail "there is no folder $path"; return 1; }
    mount -t auto -o rw "$device" "$root$path" || { fail "$source cannot be mounted at $path"; return 1; }
    echo "$source $path auto defaults 0 0" >> "$table"
}

# flat PATH: sets $flat to the path as one name.
flat() {
    flat="${1#/}"
    while [ "$flat" != "${flat%%/*}" ]; do flat="${flat%%/*}-${flat#*/}"; done
}

# overlay PATH MODE OWNER: what is written there is in memory, or where OVERLAY says.
overlay() {
    flat "$1"
    upper="$overlays/$flat.overlay/upper"
    work="$overlays/$flat.overlay/work"
    mkdir -p "$upper" "$work"
    # The folder itself has the attributes of the upper one.
    [ "$2" = 755 ] || chmod "$2" "$upper"
    [ "$3" = 0:0 ] || chown "$3" "$upper"
    mount -t overlay overlay -o "defaults,lowerdir=$root$1,upperdir=$upper,workdir=$work" "$root$1" || { fail "$1 cannot be made writable"; return 1; }
    echo "overlay $1 overlay defaults,lowerdir=$1,upperdir=$upper,workdir=$work 0 0" >> "$table"
}

# overlay_all PATH...: those that are folders, parents first.
overlay_all() {
    there=""
    for path in $(by_depth "$@"); do
        [ -d "$root$path" ] && there="$there $root$path"
    done
    [ -n "$there" ] || return 0
    # shellcheck disable=SC2086 # a list of words
    stat -c '%n %a %u:%g' $there > /run/cos/writable
    while read -r path mode owner; do overlay "${path#"$root"}" "$mode" "$owner"; done < /run/cos/writable
}

# persist PATH: binds it to a folder of the persistent partition, which begins as a copy.
persist() {
    [ -d "$root$1" ] || return 0
    flat "$1"
    kept="$PERSISTENT_STATE_TARGET/$flat.bind"
    if [ ! -d "$root$kept" ]; then
        rm -rf "$root$kept.new"
        mkdir -p "$root$PERSISTENT_STATE_TARGET" && cp -a "$root$1" "$root$kept.new" && mv "$root$kept.new" "$root$kept" \
            || { fail "$1 cannot be kept in $kept"; return 1; }
    fi
    mount --bind "$root$kept" "$root$1" || { fail "$1 cannot be bound to $kept"; return 1; }
    echo "$kept $1 none defaults,bind 0 0" >> "$table"
}

# stage NAME: runs cloud-config with the programs of the new root.
stage() {
    for folder in dev proc sys run; do
        # A slave: what is unmounted there stays mounted here.
        mount --rbind "/$folder" "$root/$folder" && mount --make-rslave "$root/$folder"
    done
    chroot "$root" /usr/bin/cos-setup "$1" || fail "the stage $1 has errors"
    for folder in dev proc sys run; do umount -l "$root/$folder"; done
}

# by_depth WORD...: the words, parents first.
by_depth() { [ $# -eq 0 ] || printf '%s\n' "$@" | sort -u; }

# ---- What is wanted -------------------------------------------------------------------------------------------------------------------------------

: > "$table"
seconds="$(getarg rd.cos.oemtimeout=)" || seconds=10
if [ ! -e /run/cos/live_mode ]; then
    # The machine's own cloud-config takes part in all stages.
    mount_volume LABEL=COS_OEM:/oem
fi
# The name that the image has for hosts without one; the initramfs may come from another image.
if [ ! -s "$root/etc/hostname" ]; then
    # shellcheck disable=SC1091 # the image's
    name="$(. "$root/usr/lib/os-release" && printf '%s' "${DEFAULT_HOSTNAME:-}")"
    if [ -n "$name" ]; then printf '%s' "$name" > /proc/sys/kernel/hostname; fi
fi
stage rootfs

arguments="$(getargs rd.cos.mount=)"
VOLUMES="" OVERLAY="" RW_PATHS="" PERSISTENT_STATE_PATHS="" PERSISTENT_STATE_TARGET="" MERGE="" DEBUG_RW=""
if [ -f /run/cos/cos-layout.env ]; then
    # shellcheck disable=SC1091 # made while the machine starts
    . /run/cos/cos-layout.env
fi
if [ -z "$VOLUMES" ]; then
    VOLUMES="$arguments"
elif [ "$MERGE" != false ]; then
    VOLUMES="$arguments $VOLUMES"
fi
if [ -e /run/cos/live_mode ]; then
    : "${VOLUMES:=none}"
elif [ -e /run/cos/recovery_mode ]; then
    : "${VOLUMES:=LABEL=COS_OEM:/oem}"
fi
: "${VOLUMES:=LABEL=COS_OEM:/oem LABEL=COS_PERSISTENT:/usr/local}"
if argument="$(getarg rd.cos.overlay=)" && { [ -z "$OVERLAY" ] || [ "$MERGE" != false ]; }; then OVERLAY="$argument"; fi
: "${OVERLAY:=tmpfs:20%}"
: "${RW_PATHS:=/etc /root /home /opt /srv /usr/local /var}"
: "${PERSISTENT_STATE_TARGET:=/usr/local/.state}"

# ---- Layout ---------------------------------------------------------------------------------------------------------------------------------------

access=ro
if [ "$DEBUG_RW" = true ] || getargbool 0 rd.cos.debugrw; then
    access=rw
    mount -o remount,rw "$root" || fail "the root cannot be made writable"
fi
while read -r source path type rest; do
    [ "$path" = "$root" ] && line="$source / $type $access 0 0"
done < /proc/mounts
echo "$line" > "$table.root"
mkdir -p "$overlays"
case "$OVERLAY" in
    tmpfs:*)
        mount -t tmpfs -o "defaults,mode=0755,size=${OVERLAY#tmpfs:}" tmpfs "$overlays"
        echo "tmpfs $overlays tmpfs defaults,mode=0755,size=${OVERLAY#tmpfs:} 0 0" >> "$table"
        ;;
    *)
        if device="$(device_of "$OVERLAY" "$seconds")" && mount -t auto "$device" "$overlays"; then
            echo "$OVERLAY $overlays auto defaults 0 0" >> "$table"
        else
            fail "there is no $OVERLAY for overlays: they are in memory"
            mount -t tmpfs -o defaults,mode=0755,size=20% tmpfs "$overlays"
        fi
        ;;
esac
mount -t tmpfs -o defaults,mode=1777,nosuid,nodev tmpfs "$root/tmp" && echo "tmpfs /tmp tmpfs defaults,mode=1777,nosuid,nodev 0 0" >> "$table"
# shellcheck disable=SC2086 # lists of words
{
    overlay_all $RW_PATHS
    for volume in $VOLUMES; do [ "$volume" = none ] || mount_volume "$volume"; done
    for path in $(by_depth $PERSISTENT_STATE_PATHS); do persist "$path"; done
}
# Others know the machine by this number: it stays where something can.
if mountpoint -q "$root/usr/local" && [ ! -s "$root/etc/machine-id" ]; then
    kept="$root$PERSISTENT_STATE_TARGET/machine-id"
    if [ ! -s "$kept" ]; then
        mkdir -p "$root$PERSISTENT_STATE_TARGET"
        tr -d - < /proc/sys/kernel/random/uuid > "$kept.new" && mv "$kept.new" "$kept"
    fi
    cat "$kept" > "$root/etc/machine-id"
fi
cat "$table.root" "$table" >> "$root/etc/fstab" || fail "/etc/fstab cannot be written"
stage initramfs
exit "$failed"
