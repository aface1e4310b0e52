#!/bin/sh
# On a host for faults in place of date: as if somebody had set the clock. That of a container is its machine's.
if [ "$*" = +%s ] && [ -r /run/clock-set-by ]; then
    exec /usr/bin/date -d "$(cat /run/clock-set-by)" +%s
fi
exec /usr/bin/date "$@"
