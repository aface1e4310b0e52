# Frees the host from the run that holds it: $1 run (nothing: whichever it is), $2 "force" to end it although it is alive.
# Nothing is cut off half way: whoever goes on with the run brings it to its end first, as its state says.
# shellcheck shell=sh
base=/var/lib/convoy

holder() { sed -n "s/^$1	//p" "$base/lock" 2>/dev/null; }

# Sets "unlocked".
unlock() {
    held=$(holder run)
    if [ -z "$held" ]; then unlocked=free && return; fi
    if [ -n "$1" ] && [ "$1" != "$held" ]; then unlocked=other && return; fi
    run=$base/runs/$held
    if is_alive "$base/lock" || is_guarded "$held"; then
        if [ "$2" != force ]; then unlocked=alive && return; fi
        # One that awaits an answer gets it; one that does not come to its end by itself is ended.
        if [ "$(line_of "$run/state")" = awaiting-confirmation ]; then
            decide withdrawn 'somebody unlocked the host'
        elif is_alive "$base/lock"; then
            kill -KILL "$(holder pid)"
        fi
    elif ! [ -e "$run/state" ]; then
        rm -f "$base/lock"
        unlocked=freed
        return
    fi
    # A watchdog goes on by itself; without one it is done here.
    unlock_ticks=60
    while [ -e "$base/lock" ] && [ "$(holder run)" = "$held" ] && [ "$unlock_ticks" -gt 0 ]; do
        if ! is_alive "$run/holder" && ! is_guarded "$held"; then
            detach "convoy-$held-unlocked-$unlock_ticks" "$run" recover
        fi
        sleep 1
        unlock_ticks=$((unlock_ticks - 1))
    done
    if [ "$(holder run)" = "$held" ]; then unlocked=busy; else unlocked=freed; fi
}

fact unlock 1
fact run "$(holder run)"
fact operator "$(holder operator)"
fact since "$(holder since)"
unlock "$1" "$2" 2>/dev/null
fact unlocked "$unlocked"
if [ -n "$held" ]; then fact state "$(line_of "$base/runs/$held/state")"; fi
system_facts
fact end ok
