#!/bin/sh
# On a host for faults in place of sync: a supervisor that has put a state on the disk stands still there, if a test wants
# it to, until the test lets it go.
case ${1:-} in
    /var/lib/convoy/runs/*)
        state=$(cat "$1/state" 2>/dev/null)
        if [ -n "$state" ] && [ -e "/run/hold-$state" ]; then
            touch "/run/held-$state"
            while [ -e "/run/hold-$state" ]; do sleep 0.05; done
        fi
        ;;
esac
exec /usr/bin/sync "$@"
