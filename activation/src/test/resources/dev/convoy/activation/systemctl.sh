#!/bin/sh
# Stands in for systemctl: failed units are lines of a file.
case "$*" in
    stop*) for last; do :; done && rm -f "/nix/timers/$last" ;;
    *reboot*) printf 'reboot\n' >>/nix/calls ;;
    *list-units*) sed 's/$/ loaded failed failed a unit/' /nix/failed-units 2>/dev/null ;;
    *is-system-running*) if [ -s /nix/failed-units ]; then echo degraded && exit 1; else echo running; fi ;;
    *--version*) echo "systemd 257 (257.5-2)" ;;
esac
