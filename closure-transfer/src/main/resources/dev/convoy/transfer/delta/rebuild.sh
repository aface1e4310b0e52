#!/bin/sh
# Rebuilds store paths on a host from older ones that it has, and gives them to the store's server.
# Standard input is a line of words, then the bytes that it announces, again and again:
#   base N H       N bytes are requests of nix-store --serve for the NARs of old paths. The NARs in a row become the base;
#                  the SHA-256 of the base must be H, because what is unpacked against another one would be nonsense
#   slice S C      C blocks of 64 KiB of the base, after the first S, become the reference
#   patch N        N bytes are a zstd frame whose dictionary is the reference
#   plain N        N bytes are a zstd frame
# What the frames unpack to is the server's input. Nothing but what the server says may go to standard output.

# Shells that are not login shells often lack Nix in their PATH on hosts that are not NixOS.
PATH="$PATH:/run/current-system/sw/bin:/nix/var/nix/profiles/default/bin${HOME:+:$HOME/.nix-profile/bin}"
export PATH

refuse() {
    echo "convoy: delta: $*" >&2
    exit 91
}

for program in nix-store zstd mktemp head tail dd sha256sum; do
    command -v "$program" >/dev/null 2>&1 || refuse "there is no $program here"
done
# The lines are read byte by byte; whatever reads the bytes between them must not take more than it was told to.
[ "$(printf 'abc' | { head -c 1 >/dev/null; cat; })" = bc ] || refuse "head reads ahead here"

[ -r /proc/self/fd/0 ] || refuse "there is no /proc here"

# Not /tmp, which is often memory. The two files lose their names at once, so that nothing is left behind however this ends.
if [ -n "${TMPDIR:-}" ]; then parent=$TMPDIR; elif [ -w /var/tmp ]; then parent=/var/tmp; else parent=/tmp; fi
nameless() { mktemp "$parent/convoy-delta.XXXXXX" || refuse "cannot write to $parent"; }
name=$(nameless) || exit
exec 3<>"$name" && rm -f "$name"
name=$(nameless) || exit
exec 4<>"$name" && rm -f "$name"
old=/proc/self/fd/3
reference=/proc/self/fd/4

base() { # N H
    # 16 bytes of greeting come first.
    head -c "$1" | nix-store --serve | tail -c +17 >"$old" || refuse "cannot write to $parent"
    sum=$(sha256sum <"$old")
    [ "${sum%% *}" = "$2" ] || refuse "the old paths here are not those that the patch was made for"
}

slice() { # S C
    errors=$(dd if="$old" of="$reference" bs=65536 skip="$1" count="$2" 2>&1) || refuse "cannot write to $parent: $errors"
}

rebuild() {
    while read -r verb first second; do
        case $verb in
        base) base "$first" "$second" ;;
        slice) slice "$first" "$second" ;;
        patch) head -c "$first" | zstd -q -dc -D "$reference" || refuse "a patch cannot be unpacked" ;;
        plain) head -c "$first" | zstd -q -dc || refuse "a frame cannot be unpacked" ;;
        *) refuse "cannot read what came" ;;
        esac
    done
}

rebuild | nix-store --serve --write
