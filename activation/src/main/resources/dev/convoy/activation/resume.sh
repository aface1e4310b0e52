# Has the run $1 brought to its end, where host or supervisor were killed and no watchdog goes on with it.
# shellcheck shell=sh
run=/var/lib/convoy/runs/$1

resume() {
    if [ -e "$run/result" ] || is_alive "$run/holder" || is_guarded "$1"; then return; fi
    # Runs of before there was a state cannot be finished; their supervisor would begin anew.
    [ -e "$run/state" ] || return
    detach "convoy-$1-resumed-$$" "$run" recover
    resume_ticks=50
    while ! [ -e "$run/result" ] && ! is_alive "$run/holder" && [ "$resume_ticks" -gt 0 ]; do
        sleep 0.2 2>/dev/null || sleep 1
        resume_ticks=$((resume_ticks - 1))
    done
}

fact resume 1
problem=$(resume "$1")
fact problem "$problem"
fact state "$(line_of "$run/state")"
fact end ok
