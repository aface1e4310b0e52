#!/bin/sh
# Stands in for the program of a NixOS system. Notes that it was called; a test can change what happens by a file.
self=$(dirname "$(dirname "$0")")
name=${self##*-}
action=$1
printf '%s %s\n' "$name" "$action" >>/nix/calls
env | sort >/nix/environment
umask >/nix/umask
printf '%s: %s\n' "$name" "$action"
code=0
if [ -r "/nix/behaviour/$name-$action" ]; then . "/nix/behaviour/$name-$action"; fi
case $action in
    test | switch) ln -sfn "$self" /run/current-system ;;
    boot) printf '%s\n' "$self" >/nix/boot-default ;;
esac
exit "$code"
