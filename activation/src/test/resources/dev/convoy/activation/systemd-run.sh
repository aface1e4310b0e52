#!/bin/sh
# Stands in for systemd-run: a fresh environment, no terminal, nothing to do with whoever called. A timer looks each second.
printf '%s\n' "$*" >>/nix/systemd-run
unit='' timer=no
while [ "$1" != /bin/sh ]; do
    case $1 in
        --unit=*) unit=${1#--unit=} ;;
        --on-active=*) timer=yes ;;
    esac
    shift
done
if [ "$timer" = yes ]; then
    mkdir -p /nix/timers
    touch "/nix/timers/$unit.timer"
    # shellcheck disable=SC2016 # the shell that is started reads them
    env -i PATH=/usr/bin:/bin setsid /bin/sh -c 'timer=$1; shift; while [ -e "$timer" ]; do sleep 1; "$@"; done' \
        timer "/nix/timers/$unit.timer" "$@" </dev/null >/dev/null 2>&1 &
else
    env -i PATH=/usr/bin:/bin setsid "$@" </dev/null >/dev/null 2>&1 &
fi
