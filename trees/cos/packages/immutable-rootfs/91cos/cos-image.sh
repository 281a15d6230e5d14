#!/bin/sh
# Finds the partition with the image and makes a block device of it. Runs again whenever new devices have settled.

cos_image() {
    [ -f /run/cos/image-path ] && [ ! -e /run/cos/image ] || return 0
    path="$(cat /run/cos/image-path)"
    state=/run/initramfs/cos-state
    mkdir -p "$state"
    access=ro
    if getargbool 0 rd.cos.disable || getargbool 0 rd.cos.debugrw; then access=rw; fi
    for device in /dev/disk/by-label/COS_STATE /dev/disk/by-label/COS_RECOVERY /dev/disk/by-uuid/*; do
        [ -b "$device" ] || continue
        mount -t auto -o "$access" "$device" "$state" 2> /dev/null || continue
        if [ -f "$state/$path" ]; then
            if [ "$access" = ro ]; then
                loop="$(losetup --find --show --read-only "$state/$path")"
            else
                loop="$(losetup --find --show "$state/$path")"
            fi
            [ -n "$loop" ] && ln -s "$loop" /run/cos/image && return 0
        fi
        umount "$state"
    done
}

cos_image
