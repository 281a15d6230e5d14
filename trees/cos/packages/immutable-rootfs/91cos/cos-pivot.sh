#!/bin/sh
# Lays out the new root, unless the command line says that there is no immutable root at all.

if ! getargbool 0 rd.cos.disable; then
    /sbin/cos-layout || warn "the layout of the root is not complete"
fi
