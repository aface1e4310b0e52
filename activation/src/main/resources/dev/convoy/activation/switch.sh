# The part of the supervisor that puts a system in force and takes it back; the variables are its own.
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034

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
    await_switch || return 1
    if ! enter testing; then
        conclude failed activation.no-space "the state could not be written below $base"
        return 1
    fi
    touched=yes
    switch_to "$target" test
    test_exit=$exit_code
    insist write_line "$run/test-exit" "$test_exit"
    case $exit_code in
        0 | 4) [ "$(running)" = "$target" ] && return 0 ;;
    esac
    if is_refusal; then touched=no && return 1; fi
    explain_failed_test
    revert
    return 1
}

# Back to the system that ran before, by its own program. That the link never moved does not prove that its units run, so
# the program must have ended well too.
revert() {
    use_reserve
    allow_time 1
    enter reverting
    if [ -z "$old" ] || ! [ -x "$old/bin/switch-to-configuration" ]; then
        warn "nothing that ran before is known that could be put back"
        return
    elif [ "$old" = "$target" ]; then
        warn "the same system ran before, so there is nothing to go back to"
        return
    fi
    end_leftovers
    switch_to "$old" test
    case $exit_code in
        0 | 4) if [ "$(running)" = "$old" ]; then outcome=reverted && return; fi ;;
    esac
    conclude failed activation.revert-failed "$message; putting back $old failed too (exit status $exit_code)"
    if may_restart; then conclude restarting "$code" "$message; the host was restarted into it"; fi
}

# The last resort, where the request allows it: what boots is the system before. Not where that one runs again and somebody
# is there to look at it.
may_restart() {
    [ "$when_stuck" = reboot ] && has_systemd || return 1
    [ -n "$old_profile" ] && [ "$(resolve "$profile")" = "$old_profile" ] || return 1
    [ "$(running)" != "$old" ] || [ "$(decision)" = expired ]
}

# The new system runs; what it cuts off cannot confirm it. Succeeds if somebody did.
is_confirmed() {
    if set_deadline "$window" && enter awaiting-confirmation; then
        is_answered
    else
        conclude failed activation.no-space "the state could not be written below $base"
        revert
        return 1
    fi
}

is_answered() {
    while ! [ -e "$run/decision" ] && read_left && [ "$left" -gt 0 ]; do
        sleep 0.2 2>/dev/null || sleep 1
    done
    decide expired ''
    case $(decision) in
        confirmed) return 0 ;;
        withdrawn) conclude failed activation.withdrawn "$(decision_reason)" ;;
        *) conclude failed activation.not-confirmed "nobody confirmed the new system over a new connection in time" ;;
    esac
    # What the host booted is not switched live.
    if [ "$goal" = boot ]; then go_back; else revert; fi
    return 1
}
