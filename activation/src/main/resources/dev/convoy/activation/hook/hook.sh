# Runs a hook with what it may want to know beside it, in a file that others cannot read.
# $1: the hook; standard input: that file's content
# shellcheck shell=sh
umask 077
CONVOY_CONTEXT=$(mktemp) || exit 125
export CONVOY_CONTEXT
trap 'rm -f "$CONVOY_CONTEXT"' EXIT
# A shell that a signal ends runs no EXIT trap by itself.
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
cat >"$CONVOY_CONTEXT" || exit 125
/bin/sh -c "$1" convoy-hook </dev/null
