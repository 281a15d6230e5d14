#!/usr/bin/env bash
# From a fresh Debian machine to a bootable ISO of the sample derivative. Safe to repeat; a second run changes nothing.
# usage: ./build.sh
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source=eng/setup.sh
. eng/setup.sh

say "1/3 the machine"
# shellcheck disable=SC2119 # no further packages
setup_packages
setup_dotnet
setup_engine "$@"

say "2/3 Cos.Sdk"
pack_sdk

say "3/3 samples/sampleOS"
publish_sample iso.yaml
# The newest, should there be media of other specs or versions.
iso="$(find "$PWD/samples/sampleOS/bin/Release/publish" -name 'sampleOS-*.iso' -not -name '*-grub.iso' -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d ' ' -f 2-)"
[ -n "$iso" ] || die "the build made no ISO"

say "done: $iso"
note "check it:  (cd $(dirname "$iso") && sha256sum -c $(basename "$iso").sha256)"
note "boot it:   qemu-system-x86_64 -accel tcg -cpu Nehalem -smp 2 -m 1024 -nographic -nic user,model=e1000,hostfwd=tcp:127.0.0.1:8090-:8090 -cdrom $iso"
note "ask it:    curl http://127.0.0.1:8090/fortuneteller"
