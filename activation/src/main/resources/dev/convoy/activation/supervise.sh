# Puts a system in force on the host that it runs on, and goes back to what was if that fails. Needs nobody to wait for it.
# $1 is the run's directory: "request" tells what to do; "steps", "log", "before" and at last "result" are written here.
# shellcheck shell=sh
base=/var/lib/convoy
profile=/nix/var/nix/profiles/system
run=$1
id=${run##*/}
log=$run/log
roots=/nix/var/nix/gcroots/convoy
outcome='' code='' message='' exit_code='' touched=no
umask 077
cd / || exit 1

request() { sed -n "s/^$1	//p" "$run/request"; }

step() {
    printf '%s\t%s\n' "$1" "$(date +%s)" >>"$run/steps"
    printf 'convoy: %s\n' "$1"
}

warn() {
    printf 'warning\t%s\n' "$1" >>"$run/warnings"
    printf 'convoy: warning: %s\n' "$1"
}

running() { resolve /run/current-system; }

# Where date cannot do it, the seconds must do.
point_in_time() { date -u -d "@$1" '+%Y-%m-%d %H:%M:%S UTC' 2>/dev/null || printf '%s' "$1"; }

conclude() { outcome=$1 code=$2 message=$3; }

# --- before anything is touched -----------------------------------------------------------------------------------

# Free space for the result is taken now: a disk that fills up later cannot make the outcome unknown.
record_before() {
    old=$(running)
    old_profile=$(resolve "$profile")
    # shellcheck disable=SC2034 # for commit.sh
    old_link=$(readlink "$profile" 2>/dev/null)
    for link in "$profile"-*-link; do printf '%s\n' "${link##*/}"; done >"$run/generations-before"
    failed_units >"$run/failed-before"
    system_facts >"$run/before" &&
        dd if=/dev/zero of="$run/reserve" bs=1024 count=64 2>/dev/null &&
        timeout 30 sync "$run/before"
}

keep_from_collection() {
    mkdir -p "$roots/$id" && ln -s "$toplevel" "$roots/$id/new" || return 1
    if [ -n "$old" ]; then ln -s "$old" "$roots/$id/old" || return 1; fi
    if [ -n "$old_profile" ]; then ln -s "$old_profile" "$roots/$id/old-profile"; fi
}

# Leftovers of earlier runs; whoever made them is gone, because the lock is ours.
prune() {
    # Names of runs are letters, digits and dashes: convoy refuses others.
    # shellcheck disable=SC2012
    ls -1t "$base/runs" | tail -n +11 | while read -r earlier; do rm -rf "$base/runs/${earlier:?}"; done
    for earlier in "$roots"/*; do
        if [ -d "$base/runs/${earlier##*/}" ] && [ "${earlier##*/}" != "$id" ]; then rm -rf "$earlier"; fi
    done
    find "$base" -maxdepth 1 -name 'incoming.*' -mtime +0 -exec rm -rf {} + 2>/dev/null
}

# Says why nothing shall be touched; succeeds if all is well.
check() {
    expected=$(request expected)
    if [ -n "$expected" ] && [ "$old" != "$expected" ]; then
        conclude failed activation.host-moved "${old:-nothing known} runs now, not $expected as when the plan was made"
    elif ! [ -e "$toplevel" ]; then
        conclude failed activation.system-missing "$toplevel is not in the store of the host"
    elif ! [ -x "$toplevel/bin/switch-to-configuration" ]; then
        conclude failed activation.not-a-system "$toplevel has no bin/switch-to-configuration"
    elif ! [ -w /nix/var/nix ]; then
        conclude failed activation.store-read-only "/nix/var cannot be written"
    fi
    [ -z "$outcome" ]
}

# A run that was cut off may have left the boot loader behind the profile: then nothing is taken as done.
is_current() {
    [ "$interrupted" = no ] && [ "$old" = "$toplevel" ] || return 1
    case $goal in
        test) return 0 ;;
        switch) [ "$old_profile" = "$toplevel" ] ;;
        *) return 1 ;;
    esac
}

# --- putting in force ---------------------------------------------------------------------------------------------

# It writes to a file, not to a pipe: a pipe without a reader would end it half way, one whose writer stays never ends.
switch_to() {
    printf 'convoy: %s/bin/switch-to-configuration %s\n' "$1" "$2"
    said_from=$(wc -c <"$log")
    run_switch "$1" "$2" "$deadline"
    exit_code=$?
    case $exit_code in
        124 | 137) warn "switch-to-configuration $2 did not end within $deadline s and was ended" ;;
    esac
}

# Whether the last switch said this.
has_said() { tail -c +$((said_from + 1)) "$log" | grep -qi "$1"; }

explain_failed_test() {
    case $exit_code in
        0 | 4) conclude failed activation.not-in-force "switch-to-configuration ended well, but $(running) runs" ;;
        124 | 137) conclude failed activation.switch-timeout "switch-to-configuration did not end within $deadline s" ;;
        2) conclude failed activation.switch-failed "the activation script failed (exit status 2)" ;;
        *) conclude failed activation.switch-failed "switch-to-configuration failed (exit status $exit_code)" ;;
    esac
}

# The refusals of switch-to-configuration that come before it does anything: there is nothing to put back.
is_refusal() {
    [ "$(running)" = "$old" ] || return 1
    if [ "$exit_code" -eq 100 ]; then
        conclude needs-reboot '' "the interface of init changed"
    elif [ "$exit_code" -eq 0 ] || [ "$exit_code" -eq 4 ]; then
        return 1
    elif has_said 'changes to critical components'; then
        conclude needs-reboot '' "the new system changes critical components that forbid a live switch"
    elif has_said 'pre-switch check.* failed'; then
        conclude failed activation.check-refused "a pre-switch check of the new system refused it"
    elif has_said 'could not acquire lock'; then
        conclude failed activation.switch-locked "another switch-to-configuration runs on the host"
    else
        return 1
    fi
}

test_system() {
    step testing
    touched=yes
    switch_to "$toplevel" test
    test_exit=$exit_code
    case $exit_code in
        0 | 4) [ "$(running)" = "$toplevel" ] && return 0 ;;
    esac
    if is_refusal; then touched=no && return 1; fi
    explain_failed_test
    revert
    return 1
}

# Back to the system that ran before, by its own program. That the link never moved does not prove that its units run, so
# the program must have ended well too.
revert() {
    step reverting
    if [ -z "$old" ] || ! [ -x "$old/bin/switch-to-configuration" ]; then
        warn "nothing that ran before is known that could be put back"
        return
    elif [ "$old" = "$toplevel" ]; then
        warn "the same system ran before, so there is nothing to go back to"
        return
    fi
    switch_to "$old" test
    case $exit_code in
        0 | 4) if [ "$(running)" = "$old" ]; then outcome=reverted && return; fi ;;
    esac
    code=activation.revert-failed
    message="$message; putting back $old failed too (exit status $exit_code)"
}

# --- the end ------------------------------------------------------------------------------------------------------

write_ledger() {
    previous=$old
    if [ "$goal" = boot ] && [ -n "$old_profile" ]; then previous=$old_profile; fi
    printf 'run=%s\ttime=%s\toperator=%s\tgoal=%s\ttoplevel=%s\tprevious=%s\trevision=%s\tdirty=%s\tlock=%s\tresult=%s\n' \
        "$id" "$(date +%s)" "$(request operator)" "$goal" "$toplevel" "$previous" \
        "$(request revision)" "$(request dirty)" "$(request lock)" "$1" >>"$base/ledger"
}

ledger_result() {
    if [ "$outcome" = activated ] && [ "${test_exit:-0}" -eq 4 ]; then
        printf degraded
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
    } >"$run/result.new"
    timeout 30 sync "$run/result.new"
    mv "$run/result.new" "$run/result"
    timeout 30 sync "$run"
}

# The lock goes before the result comes: whoever sees the result may start the next run at once.
finish() {
    rm -f "$run/reserve"
    if [ "$touched" = yes ]; then write_ledger "$(ledger_result)"; fi
    rm -rf "${roots:?}/$id"
    printf 'convoy: %s%s\n' "$outcome" "${message:+: $message}"
    step ended
    if [ -e "$run/locked" ]; then rm -f "$base/lock"; fi
    write_result
    exit 0
}

supervise() {
    goal=$(request goal) toplevel=$(request toplevel) deadline=$(request deadline)
    step preparing
    write_holder
    if ! take_lock; then
        conclude failed activation.host-locked \
            "$(holder operator) has been changing the host since $(point_in_time "$(holder since)") (run $(holder run))"
        finish
    fi
    touch "$run/locked"
    interrupted=no
    last=$(line_of "$base/last")
    if [ -n "$last" ] && [ -d "$base/runs/$last" ] && ! [ -e "$base/runs/$last/result" ]; then interrupted=yes; fi
    record_before || { conclude failed activation.no-space "the state before could not be written below $base" && finish; }
    check || finish
    is_current && { conclude already-current '' '' && finish; }
    printf '%s\n' "$id" >"$base/last"
    prune
    keep_from_collection || { conclude failed activation.no-root-made "cannot write $roots" && finish; }
    case $goal in
        test) test_system || finish ;;
        switch) { test_system && commit_or_undo; } || finish ;;
        boot) commit_or_undo || finish ;;
        *) conclude failed activation.not-started "the request is missing" && finish ;;
    esac
    conclude activated '' ''
    finish
}

supervise </dev/null >>"$log" 2>&1
