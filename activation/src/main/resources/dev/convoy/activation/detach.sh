# Starts a supervisor so that it needs nobody: no connection, no terminal, no convoy.
# shellcheck shell=sh

# $1 name of the unit, $2 the run's directory, $3 what else the supervisor is told. The standard output of what stays must not
# be this connection's, or the connection cannot end.
detach() {
    detached_unit=$1
    detached_run=$2
    shift 2
    if has_systemd && command -v systemd-run >/dev/null 2>&1; then
        # No --pipe: with it the switch dies when SSH does. --collect, because the result is kept in a file. What a killed
        # supervisor leaves behind holds the lock of switch-to-configuration: it is ended soon.
        timeout 30 systemd-run --quiet --no-block --collect --no-ask-password --service-type=exec \
            --unit="$detached_unit" --description="convoy run ${detached_run##*/}" --property=TimeoutStopSec=15 \
            /bin/sh "$detached_run/supervise.sh" "$detached_run" "$@" </dev/null 2>&1 >/dev/null
    elif command -v setsid >/dev/null 2>&1; then
        setsid /bin/sh "$detached_run/supervise.sh" "$detached_run" "$@" </dev/null >/dev/null 2>&1 &
    else
        nohup /bin/sh "$detached_run/supervise.sh" "$detached_run" "$@" </dev/null >/dev/null 2>&1 &
    fi
}
