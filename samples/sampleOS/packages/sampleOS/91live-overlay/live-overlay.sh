#!/bin/sh
# Links to a persistent overlay, where there is one, stay as they are.
if getargbool 0 rd.live.overlay.overlayfs; then
    [ -e /run/overlayfs ] || mkdir -m 0755 /run/overlayfs
    [ -e /run/ovlwork ] || mkdir -m 0755 /run/ovlwork
fi
