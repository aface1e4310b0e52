# What the supervisor, its watchdog and whoever answers it share about a system on trial; "run" is theirs.
# shellcheck shell=sh
# shellcheck disable=SC2154

# Runs what has to write; on a disk that has filled up meanwhile once more, with the space that was kept for it.
insist() {
    "$@" && return 0
    use_reserve
    "$@" && return 0
    rm -f "$run/last-reserve"
    "$@"
}

use_reserve() { rm -f "$run/reserve"; }

# Sets the moment, on the monotonic clock, at which silence means no. The second that goes by now counts as over: whoever was
# promised so many has them whole.
set_deadline() {
    read_clock
    insist write_deadline "$((clock + 1 + $1))"
}

write_deadline() { printf '%s\n' "$1" >"$run/deadline.$$" && mv "$run/deadline.$$" "$run/deadline"; }

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
    insist write_decision "$1" "$2" && ln "$run/decision.$$" "$run/decision" 2>/dev/null && timeout 30 sync "$run"
    rm -f "$run/decision.$$"
}

write_decision() { fact "$1" "$2" >"$run/decision.$$" && timeout 30 sync "$run/decision.$$"; }

decision() {
    decision_line=$(line_of "$run/decision")
    printf '%s' "${decision_line%%	*}"
}

decision_reason() {
    decision_line=$(line_of "$run/decision")
    printf '%s' "${decision_line#*	}"
}
