# The part of the supervisor that knows the lock of switch-to-configuration, which others take too; the variables are its own.
# shellcheck shell=sh
# shellcheck disable=SC2154

switch_lock=/run/nixos/switch-to-configuration.lock

# The process that holds it; nothing where nobody does, or the host cannot say.
switch_lock_holder() {
    if ! [ -e "$switch_lock" ] || ! [ -r /proc/locks ]; then return; fi
    awk -v inode=":$(stat -c %i "$switch_lock")" '
        $2 == "FLOCK" && substr($6, length($6) - length(inode) + 1) == inode { print $5; exit }' /proc/locks
}

# What the process $1 was called with. One that ended left the lock to what it had started.
called() {
    if [ -r "/proc/$1/cmdline" ]; then
        tr '\000\t\n' '   ' <"/proc/$1/cmdline" 2>/dev/null | head -c 200
    else
        printf 'which has ended'
    fi
}

# Somebody else's switch is waited for as long as one of ours may take.
await_switch() {
    awaited=0
    while busy=$(switch_lock_holder) && [ -n "$busy" ]; do
        if [ "$awaited" -eq 0 ]; then step waiting-for-another-switch; fi
        if [ "$awaited" -ge "$deadline" ]; then
            conclude failed activation.switch-locked \
                "process $busy ($(called "$busy")) holds the lock of switch-to-configuration for more than $deadline s"
            return 1
        fi
        sleep 1
        awaited=$((awaited + 1))
    done
}

# What is left of the new system's own switch would keep the old one out.
end_leftovers() {
    for _ in 1 2 3; do
        busy=$(switch_lock_holder)
        [ -n "$busy" ] || return 0
        case $(called "$busy") in
            *"$target/bin/switch-to-configuration"*) kill -KILL "$busy" && sleep 1 ;;
            *) break ;;
        esac
    done
    warn "process $busy ($(called "$busy")) holds the lock of switch-to-configuration"
}
