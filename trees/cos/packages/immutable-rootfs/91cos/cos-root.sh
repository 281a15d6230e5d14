#!/bin/sh
# Mounts the root before systemd would: the image itself, not whatever else has its label; the squashfs without an overlay.

cos_root() {
    if [ -e /run/cos/image ]; then
        access=ro
        if getargbool 0 rd.cos.disable || getargbool 0 rd.cos.debugrw; then access=rw; fi
        mount -t auto -o "$access" "$(readlink -f /run/cos/image)" "$NEWROOT"
    elif mountpoint -q /run/rootfsbase && ! getargbool 0 rd.cos.disable && ! getargbool 0 rd.cos.debugrw; then
        mount --bind /run/rootfsbase "$NEWROOT"
    else
        # dracut 059 makes the folders of its overlay after systemd has tried to mount it.
        mkdir -p /run/overlayfs /run/ovlwork
    fi
}

cos_root
