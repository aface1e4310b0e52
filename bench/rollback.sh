#!/bin/sh
# Going back: the time from a failing health check to all of twelve hosts read on their old systems, beside one host's rollback,
# on embedded hosts, in turns, in one run.
#
# usage: bench/rollback.sh [--runs N] [--switch SECONDS]
#   --runs    of each (default 5)
#   --switch  how long a switch waits without using a processor, as real ones wait for units (default 0). All hosts share the
#             processors of this machine; real ones have their own
#
# Needs root on Linux and Nix. The stores are below build/bench; the fleets are not, as a flake in a git repository has only
# the files that git knows.
set -eu
cd "$(dirname "$0")/.."
root=$(pwd)
work=$root/build/bench

if [ "${1:-}" != inside ]; then
    runs=5 switch=0
    while [ $# -gt 0 ]; do
        case $1 in
            --runs) runs=$2; shift 2 ;;
            --switch) switch=$2; shift 2 ;;
            *) sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
        esac
    done
    [ "$(id -u)" = 0 ] || { echo "bench: only root can mount a store of its own over /nix" >&2; exit 2; }
    ./convoy --version >/dev/null
    mkdir -p "$work/nix/store"
    exec unshare --mount --propagation private "$0" inside "$work" "$runs" "$switch"
fi
work=$2
mount --bind "$work/nix" /nix
NIX_CONFIG='build-users-group =
sandbox = false
experimental-features = nix-command flakes
substituters =
flake-registry ='
export NIX_CONFIG

read -r java < build/dist/java-home
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$java/bin/java" -Xmx512m -XX:+UseSerialGC -cp "vm-tests/target/test-classes:vm-tests/target/classes:$(cat vm-tests/target/test-class-path)" \
    dev.convoy.testbed.RollbackBench "$scratch" "$3" "$4"
