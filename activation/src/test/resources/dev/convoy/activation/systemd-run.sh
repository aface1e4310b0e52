#!/bin/sh
# Stands in for systemd-run: a fresh environment, no terminal, nothing to do with whoever called.
printf '%s\n' "$*" >/nix/systemd-run
while [ "$1" != /bin/sh ]; do shift; done
env -i PATH=/usr/bin:/bin setsid "$@" </dev/null >/dev/null 2>&1 &
