#!/bin/bash
# dracut module: boots from an image in a file of a partition, and makes the rest of an immutable system writable.

check() { return 0; }

depends() { echo rootfs-block fs-lib dmsquash-live systemd-initrd; }

installkernel() { instmods loop overlay squashfs ext4 vfat nls_cp437 nls_ascii nls_utf8; }

install() {
    inst_multiple blkid losetup mount umount mountpoint chroot chmod chown cp mkdir mv rm ln cat sleep sort stat tr
    inst_multiple -o fsck e2fsck fsck.ext4
    inst_hook cmdline 10 "$moddir/cos-mode.sh"
    inst_hook initqueue/settled 10 "$moddir/cos-image.sh"
    inst_hook pre-mount 10 "$moddir/cos-root.sh"
    inst_hook pre-pivot 10 "$moddir/cos-pivot.sh"
    inst_script "$moddir/cos-layout.sh" /sbin/cos-layout
    dracut_need_initqueue
}
