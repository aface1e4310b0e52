# The part of the supervisor that keeps its state on the disk; "run" is its own. The file "state" holds one word:
#   prepared              what was before is written down; nothing is touched
#   armed                 the watchdog runs; nothing is touched
#   testing               the new system is being put in force; it is not what boots
#   awaiting-confirmation it runs, and goes again at the deadline unless somebody confirms it
#   committing            it was confirmed; profile and boot loader are being changed
#   reverting             what was before is being put back
#   awaiting-boot         the new system boots next, and is on trial then
# and at the end committed, reverted, untouched (nothing was done) or stuck (it could not be put back).
# shellcheck shell=sh
# shellcheck disable=SC2154

# Where date cannot do it, the seconds must do.
point_in_time() { date -u -d "@$1" '+%Y-%m-%d %H:%M:%S UTC' 2>/dev/null || printf '%s' "$1"; }

step() {
    printf '%s\t%s\n' "$1" "$(date +%s)" >>"$run/steps"
    printf 'convoy: %s\n' "$1"
}

warn() {
    printf 'warning\t%s\n' "$1" >>"$run/warnings"
    printf 'convoy: warning: %s\n' "$1"
}

# Standard input becomes the file $1, whole or not at all, and on the disk before anything relies on it.
write_whole() { cat >"$1.new" && put_in_place "$1"; }

# One line as a whole file.
write_line() { printf '%s\n' "$2" >"$1.new" && put_in_place "$1"; }

put_in_place() { timeout 30 sync "$1.new" && mv "$1.new" "$1" && timeout 30 sync "${1%/*}"; }

# Enters the state $1: written first, acted upon then.
enter() {
    read_line "$run/state"
    if [ "$first_line" = "$1" ]; then return 0; fi
    insist write_line "$run/state" "$1"
    entered=$?
    step "$1"
    return "$entered"
}
