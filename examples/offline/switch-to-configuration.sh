#!/bin/sh
# usage: switch-to-configuration check|switch|boot|test|dry-activate
# The order of steps, the lock and the exit statuses are NixOS's.
# shellcheck disable=SC2013,SC2046,SC2050,SC2086  # lists of units are words; @marks@ are filled in when the system is built
set -u
export PATH="${PATH:+$PATH:}/usr/bin:/bin"
goal=${1:-}
case $goal in
    check | switch | boot | test | dry-activate) ;;
    *)
        echo "usage: $0 check|switch|boot|test|dry-activate" >&2
        exit 1
        ;;
esac
[ "$(id -u)" = 0 ] || { echo "$0: only root can do this" >&2; exit 1; }

mkdir -p /run/nixos
exec 9> /run/nixos/switch-to-configuration.lock
flock -n 9 || { echo "Could not acquire lock" >&2; exit 11; }

if [ "@fail@" = check ] && [ "${NIXOS_NO_CHECK:-}" != 1 ]; then
    echo "Pre-switch check 'shop' failed" >&2
    exit 1
fi
[ "$goal" != check ] || exit 0

current=''
[ ! -e /run/current-system ] || current=$(readlink -f /run/current-system)
systemd=''
[ ! -d /run/systemd/system ] || systemd=1

# The boot loader: on these systems a file that names what boots.
case $goal in
    switch | boot)
        mkdir -p /boot/loader
        echo @out@ > /boot/loader/convoy-default.new && mv /boot/loader/convoy-default.new /boot/loader/convoy-default || exit 1
        ;;
esac
[ "$goal" != boot ] || exit 0

if [ -n "$current" ] && ! cmp -s "$current/init-interface-version" @out@/init-interface-version; then
    echo "Warning: switching to a system with another init interface is not possible; reboot instead" >&2
    exit 100
fi

# Which units are new, changed, gone.
old_units=$([ -z "$current" ] || cat "$current/units")
start='' restart='' stop=''
for unit in $(cat @out@/units); do
    before=$current/etc/systemd/system/$unit
    if [ -z "$current" ] || [ ! -e "$before" ]; then
        start="$start $unit"
    elif ! cmp -s "$before" "@out@/etc/systemd/system/$unit"; then
        restart="$restart $unit"
    fi
done
for unit in $old_units; do
    [ -e "@out@/etc/systemd/system/$unit" ] || stop="$stop $unit"
done

# "a.service, b.service" in NixOS's words.
list() { out=''; for unit in "$@"; do out="$out, $unit"; done; echo "${out#, }"; }
say() { if [ -n "$2" ]; then echo "$1: $(list $2)" >&2; fi; }

if [ "$goal" = dry-activate ]; then
    say "would stop the following units" "$stop"
    echo "would activate the configuration..." >&2
    say "would restart the following units" "$restart"
    say "would start the following units" "$start"
    exit 0
fi

status=0
say "stopping the following units" "$stop"
[ -z "$systemd" ] || [ -z "$stop" ] || systemctl stop $stop || true # gone already
if [ "@fail@" = hang ]; then
    echo "waiting for a device that does not come" >&2
    exec sleep infinity
fi

echo "activating the configuration..." >&2
@out@/activate >&2 || status=2

if [ -n "$systemd" ]; then
    systemctl reset-failed
    systemctl daemon-reload || status=2
fi
say "restarting the following units" "$restart"
[ -z "$systemd" ] || [ -z "$restart" ] || systemctl restart $restart || status=4
say "starting the following units" "$start"
[ -z "$systemd" ] || [ -z "$start" ] || systemctl start $start || status=4

# Without systemd nothing can fail by itself, so the unit that is there to fail is said to have failed.
failed=''
for unit in $(cat @out@/units); do
    if [ -n "$systemd" ]; then
        ! systemctl is-failed --quiet "$unit" || failed="$failed $unit"
    elif [ "$unit" = shop-broken.service ]; then
        failed="$failed $unit"
    fi
done
if [ -n "$failed" ]; then
    say "warning: the following units failed" "$failed"
    [ -z "$systemd" ] || systemctl status --no-pager --lines=5 $failed >&2
    status=4
fi
exit $status
