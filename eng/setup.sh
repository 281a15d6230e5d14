# shellcheck shell=bash
# Sets a Debian machine up to build and test Cos.Sdk. Sourced by build.sh and test.sh; every function is safe to repeat, and says what it changes.
#
#   setup_dotnet      the .NET SDK of global.json on PATH
#   setup_packages    Debian packages: engine, media tools, boot loaders, emulator
#   setup_engine      an engine that answers; a dockerd of our own when none does
#   setup_podman      control groups as Podman wants them
#   publish_device    the device's program, in artifacts/device/linux-amd64
#   stage_tree        the base tree with that program in it, in artifacts/trees/cos
#   pack_sdk          Cos.Sdk, its templates and the base tree as users get them; does the two before
#   publish_sample    the media of samples/sampleOS

# Ordinary users of Debian do not have the administrator's folders on PATH; dockerd, iptables and mkfs.* lie there.
case ":$PATH:" in *:/usr/sbin:*) ;; *) export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" ;; esac

setup_root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

# An engine and a registry; what makes base images; what makes media; boot loaders; an emulator with firmware; for tests a second engine and
# the smallest of images; what links native programs of .NET.
setup_debian_packages=(
    docker.io docker-registry apparmor iptables mmdebstrap debian-archive-keyring
    xorriso squashfs-tools mtools dosfstools e2fsprogs genext2fs qemu-utils
    isolinux syslinux-common grub-pc-bin grub-efi-amd64-bin grub-common
    qemu-system-x86 ovmf
    podman busybox-static faketime gcc libc6-dev zlib1g-dev
    zstd xz-utils ca-certificates curl git
)

# What only the tests need: a second engine, the content of their smallest base image, and other clocks.
# shellcheck disable=SC2034 # for test.sh
setup_test_packages=(podman busybox-static faketime iproute2 gdisk skopeo)

say() { printf '==> %s\n' "$*"; }
note() { printf '    %s\n' "$*"; }
die() {
    printf 'error: %s\n' "$1" >&2
    shift
    if [ $# -gt 0 ]; then printf '       %s\n' "$@" >&2; fi
    exit 1
}

is_root() { [ "$(id -u)" -eq 0 ]; }

# Runs a command as root: directly, else through sudo.
as_root() {
    if is_root; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo -- "$@"
    else
        die "this needs root: $*" "Run the script as root, or install sudo."
    fi
}

# ---- .NET ----------------------------------------------------------------------------------------------------------------------------------------

# Succeeds when `dotnet` on PATH has an SDK that global.json accepts.
dotnet_answers() { command -v dotnet >/dev/null && (cd "$setup_root" && dotnet --version >/dev/null 2>&1); }

setup_dotnet() {
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
    local wanted own="$setup_root/artifacts/dotnet" script="$setup_root/artifacts/dotnet-install.sh"
    wanted="$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$setup_root/global.json" | head -n 1)"

    # Without this library the dotnet command refuses to start, unless it is told to do without.
    if ! ldconfig -p 2>/dev/null | grep -q libicuuc; then export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1; fi
    if dotnet_answers; then return; fi

    local folder
    for folder in "$own" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
        if [ -x "$folder/dotnet" ] && (cd "$setup_root" && "$folder/dotnet" --version >/dev/null 2>&1); then
            use_dotnet "$folder"
            return
        fi
    done

    say ".NET SDK $wanted is not installed: fetching it into $own with the official install script"
    mkdir -p "$own"
    if fetch https://dot.net/v1/dotnet-install.sh "$script" \
        && bash "$script" --jsonfile "$setup_root/global.json" --install-dir "$own" --no-path \
        && (cd "$setup_root" && "$own/dotnet" --version >/dev/null 2>&1); then
        use_dotnet "$own"
        return
    fi
    die ".NET SDK $wanted (or a later feature band of it) is needed and could not be fetched." \
        "Install it from https://dotnet.microsoft.com/download, or unpack its archive into $own, and call this again."
}

# The folder of the .NET SDK in use, for programs that are started without the dotnet command.
dotnet_folder() { dotnet --list-runtimes | sed -n 's|^Microsoft\.NETCore\.App .* \[\(.*\)/shared/Microsoft\.NETCore\.App\]$|\1|p' | tail -n 1; }

use_dotnet() {
    note ".NET SDK of $1"
    export DOTNET_ROOT="$1"
    export PATH="$1:$PATH"
}

# fetch URL FILE, with what the machine has.
fetch() {
    if command -v curl >/dev/null; then
        curl --fail --silent --show-error --location --max-time 120 --output "$2" "$1"
    elif command -v wget >/dev/null; then
        wget --quiet --timeout=120 --output-document="$2" "$1"
    else
        as_root apt-get install -y --no-install-recommends curl ca-certificates >/dev/null \
            && curl --fail --silent --show-error --location --max-time 120 --output "$2" "$1"
    fi
}

# ---- Debian packages -----------------------------------------------------------------------------------------------------------------------------

# missing_packages [MORE...]: prints the packages of setup_debian_packages and the given ones that are not installed.
missing_packages() {
    local package
    for package in "${setup_debian_packages[@]}" "$@"; do
        # An engine from elsewhere (Docker's own packages) stays; Debian's would throw it out. A client alone is no engine.
        if [ "$package" = docker.io ] && { command -v dockerd >/dev/null || [ "$(engine_state)" != absent ]; }; then continue; fi
        # shellcheck disable=SC2016 # the format is dpkg-query's, not the shell's
        [ "$(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s\n' "$package"
    done
}

# setup_packages [MORE...]
setup_packages() {
    if ! command -v apt-get >/dev/null; then
        note "no apt-get here: the packages ${setup_debian_packages[*]} $* are not installed by this script; what is missing will be named when it is needed"
        return
    fi
    local missing
    mapfile -t missing < <(missing_packages "$@")
    if [ ${#missing[@]} -eq 0 ]; then return; fi

    say "installing Debian packages: ${missing[*]}"
    local log="$setup_root/artifacts/apt.log"
    mkdir -p "$setup_root/artifacts"
    if ! { as_root apt-get -o DPkg::Lock::Timeout=300 update && as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        die "apt-get could not install them; its output is in $log"
    fi
}

# ---- Engine --------------------------------------------------------------------------------------------------------------------------------------

# How the docker command sees the engine: answers, forbidden (a socket that this user may not open) or absent.
engine_state() {
    local output
    if output="$(timeout 20 docker version --format '{{.Server.Version}}' 2>&1)"; then
        echo answers
    elif [[ "$output" == *"permission denied"* ]]; then
        echo forbidden
    else
        echo absent
    fi
}

engine_version() { docker version --format '{{.Server.Version}}' 2>/dev/null; }

# setup_engine [script arguments]: the arguments are those with which the calling script is run again, when group membership has to change for it.
setup_engine() {
    local state
    state="$(engine_state)"
    if [ "$state" = absent ]; then
        if [ -n "${DOCKER_HOST:-}" ]; then
            die "no engine answers at DOCKER_HOST=$DOCKER_HOST" "Start it, or unset DOCKER_HOST to let this script start one."
        fi
        start_engine
        state="$(engine_state)"
    fi
    if [ "$state" = forbidden ]; then join_docker_group "$@"; fi
    [ "$state" = answers ] || die "the container engine does not answer"
    note "engine: docker $(engine_version)"
}

# The engine is there, but for root and the group docker only.
join_docker_group() {
    local user
    user="$(id -un)"
    if [ -n "${COS_SETUP_JOINED:-}" ] || ! command -v sg >/dev/null; then
        die "the engine's socket is closed to $user" "Add the user to its group (usermod -aG docker $user) and log in again, or run this script as root."
    fi
    say "adding $user to the group docker, which may use the engine (members can become root), and going on as its member"
    as_root usermod --append --groups docker "$user"
    export COS_SETUP_JOINED=1
    exec sg docker -c "$(printf '%q ' "$setup_root/$(basename "$0")" "$@")"
}

start_engine() {
    if [ -d /run/systemd/system ] && systemctl cat docker.service >/dev/null 2>&1; then
        say "starting docker.service"
        as_root systemctl start docker.service
        if wait_for_engine 60; then return; fi
        die "docker.service started, but no engine answers" "See: journalctl -u docker.service"
    fi

    command -v dockerd >/dev/null || die "no engine answers and dockerd is not installed" "Install docker.io, or set DOCKER_HOST to an engine elsewhere."
    mkdir -p "$setup_root/artifacts/engine"
    mount_cgroups
    local network driver
    network="$(engine_network_options)"
    for driver in overlay2 vfs; do
        say "no engine answers: starting dockerd with storage driver $driver"
        # shellcheck disable=SC2086 # several words on purpose
        if run_dockerd --storage-driver "$driver" $network; then
            note "log: $setup_root/artifacts/engine/dockerd.log; stop it with: kill \$(cat $setup_root/artifacts/engine/dockerd.pid)"
            return
        fi
        note "dockerd did not come up with $driver: $(grep -i -E 'level=(fatal|error)|failed to start' "$setup_root/artifacts/engine/dockerd.log" | tail -n 1)"
    done
    die "dockerd does not start here" "Its log: $setup_root/artifacts/engine/dockerd.log" "Another engine serves as well: set DOCKER_HOST."
}

# Starts dockerd in the background, detached from this script, and waits until it answers; on failure it is ended.
run_dockerd() {
    local folder="$setup_root/artifacts/engine"
    # A pid file of a machine that was switched off would keep dockerd from starting.
    if [ -f "$folder/dockerd.pid" ] && ! as_root kill -0 "$(cat "$folder/dockerd.pid")" 2>/dev/null; then as_root rm -f "$folder/dockerd.pid"; fi
    # shellcheck disable=SC2016 # expanded by the inner shell
    as_root setsid --fork sh -c 'log=$1; shift; exec "$@" >"$log" 2>&1 </dev/null' sh "$folder/dockerd.log" dockerd --pidfile "$folder/dockerd.pid" "$@"
    if wait_for_engine 60 "$folder/dockerd.pid"; then return 0; fi
    if [ -f "$folder/dockerd.pid" ]; then as_root kill "$(cat "$folder/dockerd.pid")" 2>/dev/null; sleep 2; fi
    return 1
}

# wait_for_engine SECONDS [PIDFILE]: with a pid file, gives up when its process has ended.
wait_for_engine() {
    local second
    for ((second = 0; second < $1; second++)); do
        [ "$(engine_state)" != absent ] && return 0
        sleep 1
        # The file appears within the first moments and goes when dockerd ends.
        if [ $# -gt 1 ] && [ "$second" -ge 5 ] && [ ! -f "$2" ]; then return 1; fi
    done
    return 1
}

# A machine without an init system may lack the control groups that containers need.
mount_cgroups() {
    if mountpoint -q /sys/fs/cgroup; then return; fi
    say "mounting control groups, which no init system has done here"
    if grep -qw cgroup2 /proc/filesystems && as_root mount -t cgroup2 none /sys/fs/cgroup 2>/dev/null; then
        if grep -qw pids /sys/fs/cgroup/cgroup.controllers; then return; fi
        # The controllers are bound to the first version on this machine.
        as_root umount /sys/fs/cgroup
    fi
    as_root mount -t tmpfs -o mode=755 cgroup /sys/fs/cgroup
    local controller
    while read -r controller; do
        as_root mkdir -p "/sys/fs/cgroup/$controller"
        as_root mount -t cgroup -o "$controller" "cgroup-$controller" "/sys/fs/cgroup/$controller" 2>/dev/null || as_root rmdir "/sys/fs/cgroup/$controller"
    done < <(awk '!/^#/ && $4 == 1 { print $1 }' /proc/cgroups)
}

# Podman's runtime refuses a machine with both versions of control groups when the second has controllers of its own: they go to the first.
setup_podman() {
    local unified=/sys/fs/cgroup/unified controller controllers
    [ -f "$unified/cgroup.controllers" ] || return 0
    read -ra controllers <"$unified/cgroup.controllers" || true
    for controller in "${controllers[@]}"; do
        say "giving the control group $controller to the first version, where Podman wants it"
        as_root mkdir -p "/sys/fs/cgroup/$controller"
        as_root mount -t cgroup -o "$controller" "cgroup-$controller" "/sys/fs/cgroup/$controller"
    done
}

# dockerd's bridge needs a NAT table. Prints the options for dockerd; switches to the older iptables where only that works.
engine_network_options() {
    if as_root iptables -t nat -nL >/dev/null 2>&1; then return; fi
    if command -v iptables-legacy >/dev/null && as_root iptables-legacy -t nat -nL >/dev/null 2>&1; then
        say "this kernel knows the older iptables only: making it the default" >&2
        as_root update-alternatives --set iptables /usr/sbin/iptables-legacy >/dev/null
        if [ -x /usr/sbin/ip6tables-legacy ]; then as_root update-alternatives --set ip6tables /usr/sbin/ip6tables-legacy >/dev/null; fi
        return
    fi
    note "no packet filter here: the engine runs without a bridge network (steps of the samples need none)" >&2
    printf '%s' '--iptables=false --ip6tables=false --bridge=none'
}

# ---- The SDK as users get it ---------------------------------------------------------------------------------------------------------------------

# The device's program, compiled ahead of time, unless its sources are those of the last time.
publish_device() {
    local state folder="$setup_root/artifacts/device/linux-amd64"
    state="$(cd "$setup_root" && find src/Cos.Core src/Cos.Device Directory.Build.props Directory.Packages.props global.json -type f \
        -not -path '*/bin/*' -not -path '*/obj/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-16)"
    if [ -f "$folder.state" ] && [ "$(cat "$folder.state")" = "$state" ] && [ -x "$folder/cos" ]; then
        note "the device's program is current"
        return
    fi
    rm -rf "$folder"
    dotnet publish "$setup_root/src/Cos.Device" --configuration Release --runtime linux-x64 --output "$folder" -nologo -v quiet
    printf '%s\n' "$state" >"$folder.state"
}

# The base tree as derivatives take it: trees/cos with the device's program in its package. Files that are equal keep their times, so that nothing is made again.
stage_tree() {
    local file folder="$setup_root/artifacts/trees/cos" new="$setup_root/artifacts/trees/cos.new"
    rm -rf "$new"
    mkdir -p "$new"
    cp -a "$setup_root/trees/cos/." "$new/"
    install -m 0755 "$setup_root/artifacts/device/linux-amd64/cos" "$new/packages/program/cos"
    if [ -d "$folder" ]; then
        (cd "$new" && find . -type f -print0) | while IFS= read -r -d '' file; do
            if cmp -s "$new/$file" "$folder/$file"; then touch -r "$folder/$file" "$new/$file"; fi
        done
        # What a build of the tree itself left.
        for file in obj bin; do if [ -d "$folder/$file" ]; then mv "$folder/$file" "$new/"; fi; done
        rm -rf "$folder"
    fi
    mv "$new" "$folder"
}

# Packs Cos.Sdk, its templates and the base tree into the feed artifacts/packages, which samples/nuget.config names, when their sources changed since the last time.
# NuGet never replaces a version that it has unpacked before, so the samples have a packages folder of their own, from which the SDK's go when it is packed.
pack_sdk() {
    publish_device
    stage_tree
    local state project feed="$setup_root/artifacts/packages"
    state="$(cd "$setup_root" && find src templates trees artifacts/device/linux-amd64/cos README.md docs/diagnostics.md Directory.Build.props Directory.Packages.props global.json -type f \
        -not -path '*/bin/*' -not -path '*/obj/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-16)"
    setup_sdk_packages="$setup_root/artifacts/nuget"
    if [ -f "$feed/state" ] && [ "$(cat "$feed/state")" = "$state" ]; then
        note "the packages in artifacts/packages are current"
        return
    fi
    rm -rf "$feed" "$setup_sdk_packages"/cos.sdk* "$setup_sdk_packages"/cos.tree*
    mkdir -p "$feed"
    for project in src/Cos.Sdk/Cos.Sdk.csproj src/Cos.Sdk.Testing/Cos.Sdk.Testing.csproj templates/Cos.Sdk.Templates.csproj; do
        dotnet pack "$setup_root/$project" --configuration Release --output "$feed" -nologo -v quiet
    done
    NUGET_PACKAGES="$setup_sdk_packages" dotnet pack "$setup_root/artifacts/trees/cos/Cos.Tree.cosproj" --output "$feed" -nologo -v quiet
    printf '%s\n' "$state" >"$feed/state"
}

# ---- The sample ----------------------------------------------------------------------------------------------------------------------------------

# publish_sample SPECS [TARGETS]: the sample's media, built with the SDK of pack_sdk. SPECS: the descriptions of the ISOs, separated by semicolons.
# TARGETS: the media, joined by a plus; an ISO when it is not said.
publish_sample() {
    # A bare semicolon would end the property's value.
    (cd "$setup_root/samples/sampleOS" && NUGET_PACKAGES="$setup_sdk_packages" dotnet publish sampleOS.cosproj "-p:target=${2:-Iso}" "-p:CosIsoSpec=${1//;/%3B}" -nologo)
}
