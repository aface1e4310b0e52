# Which units failed, with the last lines of those that had not failed before, and how the expected ones are.
# $1: units that had failed before, each followed by a space; then the expected units
# shellcheck shell=sh
known=" $1"
shift

fact units 1
if has_systemd; then fact systemd yes; fi
failed_units | while read -r unit; do
    fact failed_unit "$unit"
    case $known in
        *" $unit "*) ;;
        *) journal_tail "$unit" ;;
    esac
done
if has_systemd; then
    for unit; do
        # Every state but active has an exit status of its own.
        printf 'unit\t%s\t%s\n' "$unit" "$(probe systemctl is-active "$unit")"
    done
fi
fact end ok
