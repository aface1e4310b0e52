#!/bin/sh
# Runs the store's server on a host. Nothing but what that server says may go to standard output, with one exception.
# $1 is "root" where the server writes the store itself, "user" where it asks a daemon to.
# $2 is "control" for the session that asks: one line before all else says what the host can do. Otherwise it says what the
# input is packed with: "raw", "zstd" or "gzip".

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

case ${2:-raw} in
    control)
        cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null) || cores=1
        system=$(readlink -f /run/current-system 2>/dev/null) || system=
        echo "convoy-host cores=$cores zstd=$(has zstd) gzip=$(has gzip)${system:+ system=$system}"
        exec nix-store --serve --write
        ;;
    raw) exec nix-store --serve --write ;;
    zstd) zstd -dcq | nix-store --serve --write ;;
    gzip) gzip -dcq | nix-store --serve --write ;;
esac
