# What the supervisor, its watchdog and whoever answers it share about a system on trial; "run" is theirs.
# shellcheck shell=sh
# shellcheck disable=SC2154

# Sets the moment, on the monotonic clock, at which silence means no. The second that goes by now counts as over: whoever was
# promised so many has them whole.
set_deadline() {
    read_clock
    printf '%s\n' "$((clock + 1 + $1))" >"$run/deadline.$$" && mv "$run/deadline.$$" "$run/deadline"
}

# Sets "left" to the seconds until then.
read_left() {
    read_line "$run/deadline"
    left=${first_line:-0}
    read_clock
    left=$((left - clock))
}

# The first decision counts, whoever makes it: a hard link can be made once, to a file that is whole already.
# $1 is confirmed, withdrawn or expired; $2 the reason.
decide() {
    fact "$1" "$2" >"$run/decision.$$" && timeout 30 sync "$run/decision.$$" &&
        ln "$run/decision.$$" "$run/decision" 2>/dev/null && timeout 30 sync "$run"
    rm -f "$run/decision.$$"
}

decision() {
    decision_line=$(line_of "$run/decision")
    printf '%s' "${decision_line%%	*}"
}

decision_reason() {
    decision_line=$(line_of "$run/decision")
    printf '%s' "${decision_line#*	}"
}
