#!/bin/sh
# Says what is started, by a file in /run/cos, and notes the image that holds the root.

cos_mode() {
    mkdir -p /run/cos
    # The second spelling is an older one.
    image="$(getarg cos-img/filename=)" || image="$(getarg iso-scan/filename=)" || image=""
    started="$image $(getarg root=) $(getarg rd.live.squashimg=)"
    case "$started" in
        *recovery* | *COS_RECOVERY* | *COS_SYSTEM*) mode=recovery ;;
        *live:*) mode=live ;;
        *passive* | *COS_PASSIVE*) mode=passive ;;
        *) mode=active ;;
    esac
    : > "/run/cos/${mode}_mode"
    if [ -n "$image" ]; then
        printf '%s' "$image" > /run/cos/image-path
    fi
    # A machine that is to restart when its kernel panics is to restart as well when its root is not found: the boot loader then falls back.
    panic="$(getarg panic=)" || panic=0
    if [ "$panic" != 0 ] && ! getarg rd.shell > /dev/null; then
        mkdir -p /etc/cmdline.d
        echo "rd.shell=0 rd.emergency=reboot" > /etc/cmdline.d/30-cos.conf
    fi
}

cos_mode
