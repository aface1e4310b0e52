# The part of the supervisor that sees to it that there is one at a time; "base", "run" and "id" are its own.
# shellcheck shell=sh
# shellcheck disable=SC2154

# The lock is a hard link to a file that is already whole, so nobody ever reads half a lock. Its holder is known by
# process, start and boot: after a crash or a reboot it is free. The guard closes the gap between looking and taking.
take_lock() {
    guard_lock
    if [ -e "$base/lock" ] && ! is_held; then rm -f "$base/lock"; fi
    ln "$run/holder" "$base/lock" 2>/dev/null
    taken=$?
    exec 8>&-
    return "$taken"
}

guard_lock() {
    if command -v flock >/dev/null 2>&1 && touch "$base/lock.guard"; then
        exec 8>>"$base/lock.guard"
        flock -w 30 8 || :
    fi
}

# A run whose supervisor is gone still has the host as long as its watchdog goes on with it.
is_held() { is_alive "$base/lock" || is_guarded "$(holder run)"; }

# The lock of this run passes to whoever goes on with it.
relock() {
    guard_lock
    if ! [ -e "$base/lock" ] || [ "$(holder run)" = "$id" ] || ! is_held; then
        ln "$run/holder" "$base/lock.$$" && mv "$base/lock.$$" "$base/lock"
    fi
    exec 8>&-
}

write_holder() {
    {
        fact run "$id"
        fact operator "$operator"
        fact since "$(date +%s)"
        fact pid "$$"
        read_start "$$"
        fact start "$started"
        fact boot "$(boot_id)"
    } >"$run/holder.new" && mv "$run/holder.new" "$run/holder"
}

holder() { sed -n "s/^$1	//p" "$base/lock" 2>/dev/null; }
