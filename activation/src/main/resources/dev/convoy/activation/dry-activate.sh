# What the system $1 would change, in its own words, within $2 seconds. Leaves nothing behind.
# shellcheck shell=sh
fact dry-activate 1
if [ "$(id -u)" -ne 0 ]; then
    fact problem "not root, but user $(id -u)"
elif ! [ -x "$1/bin/switch-to-configuration" ]; then
    fact problem "$1 has no bin/switch-to-configuration on the host"
else
    {
        run_switch "$1" dry-activate "$2" 2>&1
        printf '\nexit %s\n' "$?"
    } | tr '\000' '?' | sed 's/^/line	/'
fi
fact end ok
