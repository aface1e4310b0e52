# The end of the supervisor: ledger, lock, result; the variables are its own.
# shellcheck shell=sh
# shellcheck disable=SC2154

# What is not told by the state alone is kept for whoever has to go on from here.
conclude() {
    outcome=$1 code=$2 message=$3
    if [ "$outcome" != activated ]; then insist write_cause; fi
}

write_cause() {
    {
        fact outcome "$outcome"
        fact code "$code"
        fact message "$message"
    } >"$run/cause"
}

write_ledger() {
    if grep -q "^run=$id	" "$base/ledger" 2>/dev/null; then return; fi
    previous=$old
    if [ "$goal" = boot ] && [ -n "$old_profile" ]; then previous=$old_profile; fi
    printf 'run=%s\ttime=%s\toperator=%s\tgoal=%s\ttoplevel=%s\tprevious=%s\trevision=%s\tdirty=%s\tlock=%s\tresult=%s\n' \
        "$id" "$(date +%s)" "$operator" "$goal" "$toplevel" "$previous" \
        "$revision" "$dirty" "$lock" "$1" >>"$base/ledger"
}

ledger_result() {
    if [ "$outcome" = activated ] && [ "${test_exit:-0}" -eq 4 ]; then
        printf degraded
    elif [ "$outcome" = restarting ]; then
        # What it comes back with is not known here.
        printf failed
    else
        printf '%s' "$outcome"
    fi
}

write_result() {
    {
        fact outcome "$outcome"
        fact code "$code"
        fact message "$message"
        fact exit "${test_exit:-$exit_code}"
        if [ -r "$run/warnings" ]; then cat "$run/warnings"; fi
    } | write_whole "$run/result"
}

last_state() {
    case $outcome in
        activated) printf committed ;;
        reverted) printf reverted ;;
        *) if [ "$touched" = yes ]; then printf stuck; else printf untouched; fi ;;
    esac
}

# The lock goes before the result comes: whoever sees the result may start the next run at once.
finish() {
    rm -f "$run/reserve" "$run/last-reserve"
    if [ "$touched" = yes ]; then write_ledger "$(ledger_result)"; fi
    enter "$(last_state)"
    if is_boot_trial; then rm -f "$base/boot-trial"; fi
    rm -rf "${roots:?}/$id"
    printf 'convoy: %s%s\n' "$outcome" "${message:+: $message}"
    step ended
    if [ "$(holder run)" = "$id" ]; then rm -f "$base/lock"; fi
    write_result
    if [ "$outcome" = restarting ]; then timeout 30 systemctl --no-block reboot; fi
    disarm
    exit 0
}
