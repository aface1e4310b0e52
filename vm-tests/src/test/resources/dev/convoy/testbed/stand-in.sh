#!/bin/sh
# Stands in front of the program whose name it has; a test says what happens before, or instead.
program=${0##*/}
if [ -r "/var/lib/behaviour/$program" ]; then . "/var/lib/behaviour/$program"; fi
exec "/usr/bin/$program" "$@"
