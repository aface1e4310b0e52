#!/bin/sh
# Runs the store's server on a host. Nothing but what that server says may go to standard output, with one exception.
# $1 is "root" where the server writes the store itself, "user" where it asks a daemon to.
# $2 is "control" for the session that asks: one line before all else says what the host can do; "fetch" for one that fetches
# from the host's own caches. Otherwise it says what the input is packed with: "raw", "zstd" or "gzip".

# Shells that are not login shells often lack Nix in their PATH on hosts that are not NixOS.
PATH="$PATH:/run/current-system/sw/bin:/nix/var/nix/profiles/default/bin${HOME:+:$HOME/.nix-profile/bin}"
export PATH

if ! command -v nix-store >/dev/null 2>&1; then
    echo "convoy: nix-store is not in the PATH, $PATH" >&2
    exit 127
fi

# With a state directory that it cannot write, a newer Nix forks itself without end.
state=${NIX_STATE_DIR:-/nix/var/nix}
if [ "$1" = root ] && [ -e "$state" ] && [ ! -w "$state" ]; then
    echo "convoy: $state cannot be written; is its file system mounted read-only?" >&2
    exit 90
fi

has() {
    if command -v "$1" >/dev/null 2>&1; then echo yes; else echo no; fi
}

# Of nix.conf; the command got its present name in 2.20.
settings() {
    nix --extra-experimental-features nix-command config show 2>/dev/null ||
        nix --extra-experimental-features nix-command show-config 2>/dev/null
}

case ${2:-raw} in
    control)
        cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null) || cores=1
        system=$(readlink -f /run/current-system 2>/dev/null) || system=
        echo "convoy-host cores=$cores zstd=$(has zstd) gzip=$(has gzip)${system:+ system=$system}"
        exec nix-store --serve --write
        ;;
    fetch)
        if settings | grep -Eq '^(substituters = *|substitute = false)$'; then
            echo "convoy: the host has no substituters" >&2
            exit 91
        fi
        # Whatever does not come soon is sent instead. A daemon lets strangers set the first two of these only.
        exec nix-store --serve --write --option connect-timeout 5 --option fallback true --option keep-going true \
            --option stalled-download-timeout 10 --option download-attempts 2 \
            --option narinfo-cache-negative-ttl 0
        ;;
    raw) exec nix-store --serve --write ;;
    zstd) zstd -dcq | nix-store --serve --write ;;
    gzip) gzip -dcq | nix-store --serve --write ;;
esac
