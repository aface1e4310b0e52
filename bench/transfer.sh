#!/bin/sh
# Copying, beside `nix copy` and plain ssh: the same closures to the same container hosts, in turns, in one run.
#
# usage: bench/transfer.sh [--runs N] [--nix 2.8|2.26|2.34] [--with convoy,ssh,ssh-ng,cat] [CASE...]
#   CASE    the name of a case or its beginning, such as `a`, `c-0ms`, `d`; none is all of them, which takes an hour
#   --runs  of each contender (default 5)
#   --nix   of the hosts (default 2.26); the controller of the peers is the 2.34 of the images
#
# Needs root on Linux, the container images (./dev images) and GNU time. Everything it makes is below build/bench: what was
# built for a case is found there by the next run. Memory: a store of 1.1 GB for each host of a case.
set -eu
cd "$(dirname "$0")/.."
root=$(pwd)
work=$root/build/bench

if [ "${1:-}" != inside ]; then
    runs=5 nix=2.26 with=convoy,ssh,ssh-ng,cat
    while [ $# -gt 0 ]; do
        case $1 in
            --runs) runs=$2; shift 2 ;;
            --nix) nix=$2; shift 2 ;;
            --with) with=$2; shift 2 ;;
            -*) sed -n '2,12s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
            *) break ;;
        esac
    done
    [ "$(id -u)" = 0 ] || { echo "bench: only root can mount a store of its own over /nix" >&2; exit 2; }
    ./convoy --version >/dev/null
    mkdir -p "$work/nix/store" "$work/controller"
    export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=localhost
    exec unshare --mount --propagation private "$0" inside "$root" "$work" "$nix" "$runs" "$with" "$@"
fi
shift

# The controller of the peers: the newest Nix of the images, in the same store, on the same kernel, with the same network.
image=$(docker image inspect -f '{{.Id}}' convoy-test/sid)
if [ "$(cat "$work/controller.image" 2>/dev/null)" != "$image" ]; then
    container=$(docker create convoy-test/sid)
    docker export "$container" | tar -x -C "$work/controller" --exclude='dev/*'
    docker rm "$container" >/dev/null
    echo "$image" > "$work/controller.image"
fi
mount --bind "$work/nix" /nix
for shared in /nix /proc /dev "$work"; do
    mkdir -p "$work/controller$shared"
    mount --bind "$shared" "$work/controller$shared"
done
NIX_CONFIG='build-users-group =
sandbox = false
experimental-features = nix-command flakes
substituters =
flake-registry ='
export NIX_CONFIG

read -r java < build/dist/java-home
exec "$java/bin/java" -Xmx512m -XX:+UseSerialGC -cp "vm-tests/target/test-classes:vm-tests/target/classes:$(cat vm-tests/target/test-class-path)" \
    dev.convoy.testbed.bench.TransferBench "$@"
