# The part of the supervisor that sees to it that there is one at a time; "base", "run" and "id" are its own.
# shellcheck shell=sh
# shellcheck disable=SC2154

# The lock is a hard link to a file that is already whole, so nobody ever reads half a lock. Its holder is known by
# process, start and boot: after a crash or a reboot it is free. The guard closes the gap between looking and taking.
take_lock() {
    if command -v flock >/dev/null 2>&1 && touch "$base/lock.guard"; then
        exec 8>>"$base/lock.guard"
        flock -w 30 8 || :
    fi
    if [ -e "$base/lock" ] && ! is_alive "$base/lock"; then rm -f "$base/lock"; fi
    ln "$run/holder" "$base/lock" 2>/dev/null
    taken=$?
    exec 8>&-
    return "$taken"
}

write_holder() {
    {
        fact run "$id"
        fact operator "$(request operator)"
        fact since "$(date +%s)"
        fact pid "$$"
        fact start "$(started_at "$$")"
        fact boot "$(boot_id)"
    } >"$run/holder.new" && mv "$run/holder.new" "$run/holder"
}

holder() { sed -n "s/^$1	//p" "$base/lock" 2>/dev/null; }
