#!/bin/sh
# Tells whenever another $1 bytes of standard input have arrived, at most $2 times. Whoever sends them takes the time.
echo ready
chunk=0
while [ "$chunk" -lt "$2" ]; do
    head -c "$1" >/dev/null || exit 1
    chunk=$((chunk + 1))
    echo "$chunk"
done
