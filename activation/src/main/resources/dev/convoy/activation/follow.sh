# What a run did since it was last asked: waits until there is something to tell, at most $4 seconds.
# $1 run, $2 bytes of the log that are known, $3 steps that are known, $5 the life that is waited for besides "ended".
# After the end marker come bytes of the log, as many as "bytes" tells.
# shellcheck shell=sh
# shellcheck disable=SC2154
run=/var/lib/convoy/runs/$1
known_bytes=$2
known_steps=$3
ticks=$(($4 * 5))
stop_at=$5

# Sets "life": "starting" until the supervisor has written who it is, "trial" while it awaits an answer.
read_life() {
    if [ -e "$run/result" ]; then
        life=ended
    elif ! [ -e "$run/holder" ]; then
        life=starting
    elif ! is_alive "$run/holder" && ! is_guarded "${run##*/}"; then
        life=ended
    else
        life=running
        read_line "$run/state"
        if [ "$first_line" = awaiting-confirmation ] && ! [ -e "$run/decision" ]; then life=trial; fi
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

# The log from the first byte on that is not known yet.
exec 3</dev/null
if [ -r "$run/log" ]; then
    exec 3<"$run/log"
    dd bs=1 count=0 skip="$known_bytes" <&3 2>/dev/null
fi

# Whether the log has another line, or one longer than all that is sent at once, or there is another step.
unfinished=0
has_news() {
    if IFS= read -r heard <&3; then return 0; fi
    unfinished=$((unfinished + ${#heard}))
    [ "$unfinished" -lt 65536 ] || return 0
    seen_steps=0
    if [ -r "$run/steps" ]; then while IFS= read -r _; do seen_steps=$((seen_steps + 1)); done <"$run/steps"; fi
    [ "$seen_steps" -gt "$known_steps" ]
}

while :; do
    read_life
    if [ "$life" = ended ] || [ "$life" = "$stop_at" ] || [ "$ticks" -le 0 ]; then break; fi
    # A chatty activation is told in a few answers, not in hundreds: each costs a command, and a line in the log of sudo.
    if has_news; then ticks=1; fi
    sleep 0.2 2>/dev/null || { sleep 1 && ticks=$((ticks - 4)); }
    ticks=$((ticks - 1))
done
# After the question whether it lives: what was written before the end is then read, too.
read_log
steps=$(tail -n +$((known_steps + 1)) "$run/steps" 2>/dev/null)

fact follow 1
fact life "$life"
fact bytes "${#text}"
if [ -n "$steps" ]; then printf '%s\n' "$steps" | sed 's/^/step	/'; fi
fact end ok
printf '%s' "$text"
