#!/bin/bash
# dracut module: makes the folders of the overlay before systemd mounts it. dracut 059 makes them afterwards, so that the mount fails first and is done by a hook then.

check() { return 0; }

depends() { echo dmsquash-live; }

install() { inst_hook pre-mount 01 "$moddir/live-overlay.sh"; }
