#!/bin/sh
# usage: make-images.sh [SUITE...]      (default: bookworm trixie sid = Nix 2.8, 2.26, 2.34)
#
# Makes the images of the container hosts, convoy-test/SUITE. What is there and up to date is left alone; root file systems
# are kept as tar files in the cache, so that a new engine needs no network. Needs: docker (start-engine.sh), mmdebstrap.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/convoy/images
mirror=${CONVOY_DEBIAN_MIRROR:-http://deb.debian.org/debian}
packages=systemd,systemd-sysv,dbus,libpam-systemd,openssh-server,openssh-client,nix-bin,nix-setup-systemd,sudo,zstd,iproute2,iptables,procps
packed=$(printf %s "$packages" | cksum | cut -d" " -f1) # part of the file name: other packages, another tar

say() { printf 'images: %s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

# One root file system as a compressed tar. sid's Release file may have expired: dates are not what these images are for.
root_file_system() {
    command -v mmdebstrap > /dev/null || stop "mmdebstrap is missing. On Debian and Ubuntu: apt-get install mmdebstrap"
    mode=root
    [ "$(id -u)" = 0 ] || mode=unshare
    say "$1: making the root file system from $mirror (about a minute)"
    mmdebstrap --quiet --mode="$mode" --variant=minbase --include="$packages" \
        --aptopt='Acquire::Languages "none"' \
        --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Check-Date "false"' \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' \
        "$1" "$cache/$1-$packed.partial.tar" "$mirror"
    zstd -q -3 --rm -f "$cache/$1-$packed.partial.tar" -o "$cache/$1-$packed.tar.zst.partial"
    mv "$cache/$1-$packed.tar.zst.partial" "$cache/$1-$packed.tar.zst"
}

# The name of an image says what it was made from, so that a changed recipe makes a new one.
recipe=$(cd "$here" && cat Dockerfile container-init ./*.service nix.conf sshd.conf penalties.conf make-images.sh | sha256sum | cut -c1-12)

docker version > /dev/null 2>&1 || stop "no container engine answers; start one with vm-tests/start-engine.sh"
mkdir -p "$cache"
[ $# -gt 0 ] || set -- bookworm trixie sid
for suite in "$@"; do
    if [ "$(docker image inspect -f '{{ index .Config.Labels "convoy.recipe" }}' "convoy-test/$suite" 2> /dev/null)" = "$recipe" ]; then
        say "$suite: up to date"
        continue
    fi
    [ -e "$cache/$suite-$packed.tar.zst" ] || root_file_system "$suite"
    say "$suite: importing"
    zstd -q -dc "$cache/$suite-$packed.tar.zst" | docker import - "convoy-test/$suite-base" > /dev/null
    DOCKER_BUILDKIT=0 docker build --quiet --build-arg "BASE=convoy-test/$suite-base" --label "convoy.recipe=$recipe" \
        --tag "convoy-test/$suite" "$here" > /dev/null 2> "$cache/build.log" || { cat "$cache/build.log" >&2; stop "$suite: the second layer failed"; }
    say "$suite: ready as convoy-test/$suite"
done
