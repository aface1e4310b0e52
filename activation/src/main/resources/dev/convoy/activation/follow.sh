# What a run did since it was last asked: waits until there is something to tell, at most $4 seconds.
# $1 run, $2 bytes of the log that are known, $3 steps that are known, $5 the life that is waited for besides "ended".
# After the end marker come bytes of the log, as many as "bytes" tells.
# shellcheck shell=sh
run=/var/lib/convoy/runs/$1
known_bytes=$2
known_steps=$3
ticks=$(($4 * 5))
stop_at=$5
newline='
'

# "starting" until the supervisor has written who it is, "trial" while it awaits an answer.
life() {
    if [ -e "$run/result" ]; then
        printf ended
    elif ! [ -e "$run/holder" ]; then
        printf starting
    elif ! is_alive "$run/holder" && ! is_guarded "${run##*/}"; then
        printf ended
    elif [ "$(line_of "$run/state")" = awaiting-confirmation ] && ! [ -e "$run/decision" ]; then
        printf trial
    else
        printf running
    fi
}

# Whole lines, so that no character is cut in two; what is left when all is over comes as it is.
read_log() {
    text=$(tail -c +$((known_bytes + 1)) "$run/log" 2>/dev/null | head -c 65536 | tr '\000' '?' && printf x)
    text=${text%x}
    case $text in
        *"$newline"*) whole=${text%"$newline"*}$newline ;;
        *) whole='' ;;
    esac
    # A line longer than all that is sent at once has to be cut after all.
    if [ "${#text}" -ge 65536 ]; then
        text=${whole:-$text}
    elif [ "$life" != ended ] && [ "$life" != trial ]; then
        text=$whole
    fi
}

while :; do
    # Asked for before the log is read: what was written before the end is then read, too.
    life=$(life)
    read_log
    steps=$(tail -n +$((known_steps + 1)) "$run/steps" 2>/dev/null)
    if [ "$life" = ended ] || [ "$life" = "$stop_at" ] || [ "$ticks" -le 0 ]; then break; fi
    # A chatty activation is told in a few answers, not in hundreds: each costs a command, and a line in the log of sudo.
    if [ -n "$text$steps" ]; then ticks=1; fi
    sleep 0.2 2>/dev/null || { sleep 1 && ticks=$((ticks - 4)); }
    ticks=$((ticks - 1))
done

fact follow 1
fact life "$life"
fact bytes "${#text}"
if [ -n "$steps" ]; then printf '%s\n' "$steps" | sed 's/^/step	/'; fi
fact end ok
printf '%s' "$text"
