# Takes the supervisor from standard input and starts it so that it needs nobody: no connection, no terminal, no convoy.
# Asked again for the same run, because the connection broke meanwhile, it says so and starts nothing.
# $1 run, $2 bytes of the supervisor, $3 the request: lines of key, tab, value.
# shellcheck shell=sh
base=/var/lib/convoy
id=$1
size=$2
run=$base/runs/$id
umask 077

# Sets "state" and "problem".
start() {
    state=refused
    problem="not root, but user $(id -u)"
    [ "$(id -u)" -eq 0 ] || return
    problem="cannot write below $base"
    if [ -d "$run" ]; then state=exists && return; fi
    { mkdir -p "$base/runs" && chmod 700 "$base"; } || return
    # Somebody else's directory, or a link to one, would let them answer for the host.
    problem="$base is not a directory of root's own"
    find "$base" -prune -type d -user 0 | grep -q . || return
    problem="cannot write below $base"
    incoming=$(mktemp -d "$base/incoming.XXXXXX") || return
    trap 'rm -rf "$incoming"' EXIT
    state=no-space
    # Space for what is still to be written is taken before anything: a disk that fills up later cannot make the outcome
    # unknown, nor take back a system that is well. Not of zeros, which a file system may keep as nothing.
    # The last of it is kept even while the programs of a system may write what they like.
    dd if=/dev/urandom of="$incoming/last-reserve" bs=4096 count=16 2>/dev/null || return
    dd if=/dev/urandom of="$incoming/reserve" bs=4096 count=64 2>/dev/null || return
    cat >"$incoming/supervise.sh" || return
    { printf '%s\n' "$3" >"$incoming/request" && touch "$incoming/log"; } || return
    state=refused
    # A connection that breaks looks like the end of the input.
    problem="the supervisor did not arrive whole"
    [ "$(wc -c <"$incoming/supervise.sh")" -eq "$size" ] || return
    problem="cannot write below $base"
    # Of two that come so far, this lets one go on.
    if ! mkdir "$run" 2>/dev/null; then
        if [ -d "$run" ]; then state=exists; fi
        return
    fi
    mv "$incoming"/* "$run/" || return
    if problem=$(detach "convoy-$id" "$run"); then state=started; else rm -rf "$run"; fi
}

# The run may be being made at this moment, by a command that outlived its connection: what it is for is not there yet.
await_request() {
    request_ticks=25
    while [ -d "$run" ] && ! [ -e "$run/request" ] && [ "$request_ticks" -gt 0 ]; do
        sleep 0.2 2>/dev/null || sleep 1
        request_ticks=$((request_ticks - 1))
    done
}

start "$@"
if [ "$state" = exists ]; then await_request; fi
fact start 1
fact start.state "$state"
fact start.problem "$problem"
if [ -r "$run/request" ]; then sed 's/^/request./' "$run/request"; fi
fact end ok
