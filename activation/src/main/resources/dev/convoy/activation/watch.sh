# The supervisor's watchdog: started before anything changes, by a timer that nothing of a switch restarts. Where the
# supervisor was killed or hangs, it goes on in its place, from the state on the disk. The variables are the supervisor's.
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034

# A supervisor that lives is taken for dead when it is this many seconds over its time.
grace=20

write_armed() { boot_id >"$run/armed"; }

# Without systemd, a process of its own has to be enough. It must not hold the locks of whoever starts it.
arm() {
    insist write_armed || return 1
    if has_systemd && command -v systemd-run >/dev/null 2>&1; then
        # A look each few seconds, because a process that waits could be killed as the supervisor can. On the monotonic clock.
        timeout 30 systemd-run --quiet --collect --no-ask-password --unit="convoy-watch-$id" \
            --description="watchdog of convoy run $id" --on-active=5 --on-unit-active=5 --timer-property=AccuracySec=1s \
            --service-type=oneshot --property=LogLevelMax=notice /bin/sh "$run/supervise.sh" "$run" watch 7>&- 8>&-
    elif command -v setsid >/dev/null 2>&1; then
        setsid /bin/sh "$run/supervise.sh" "$run" guard </dev/null >/dev/null 2>&1 7>&- 8>&- &
    else
        nohup /bin/sh "$run/supervise.sh" "$run" guard </dev/null >/dev/null 2>&1 7>&- 8>&- &
    fi
}

# May end the caller, which can be the watchdog itself: nothing comes after it.
disarm() {
    rm -f "$run/armed"
    if has_systemd; then timeout 30 systemctl stop --no-block "convoy-watch-$id.timer" 2>/dev/null; fi
}

is_over() { [ -e "$run/result" ]; }

# Time enough for a step that has limits of its own, each of which is as long as a switch may take.
allow_time() { set_deadline "$(($1 * (deadline + 20) + 300))"; }

# One look.
watch() {
    if is_over; then
        disarm
    elif is_alive "$run/holder"; then
        read_left
        [ "$left" -ge "-$grace" ] || { end_supervisor && take_over; }
    else
        take_over
    fi
}

guard() {
    while ! is_over && [ -e "$run/armed" ]; do
        sleep 2
        is_over || watch
    done
}

end_supervisor() {
    printf 'convoy: the supervisor is over its time and is ended\n'
    kill -KILL "$(sed -n 's/^pid	//p' "$run/holder")" 2>/dev/null
    sleep 1
    ! is_alive "$run/holder"
}

recorded() { sed -n "s/^$1	//p" "$run/before" 2>/dev/null; }

read_record() {
    old=$(recorded running) old_profile=$(recorded profile) old_link=$(recorded link)
    specialisation=$(recorded specialisation) target=$(recorded target) back=$(recorded back)
    test_exit=$(line_of "$run/test-exit")
    concluded=''
    if [ -r "$run/cause" ]; then
        concluded=$(sed -n 's/^outcome	//p' "$run/cause")
        code=$(sed -n 's/^code	//p' "$run/cause") message=$(sed -n 's/^message	//p' "$run/cause")
    fi
}

# In the place of a supervisor that is gone. In another boot than its own, nothing is switched live: what runs is what the
# host booted.
take_over() {
    # Of several that come to do it, one does.
    if command -v flock >/dev/null 2>&1; then exec 7>>"$run/taken" && { flock -n 7 || exit 0; }; fi
    state=$(line_of "$run/state")
    read_record
    # The boot that a trial is of takes the place of the one that the run began in.
    was_boot=$(line_of "$run/trial-boot")
    was_boot=${was_boot:-$(recorded boot_id)}
    insist write_holder
    case $state in committed | reverted | stuck | untouched) ;; *) relock ;; esac
    if [ "$was_boot" = "$(boot_id)" ]; then
        printf 'convoy: the supervisor was ended during %s; its watchdog goes on\n' "$state"
        go_on "$state"
    else
        settle_after_restart "$state"
    fi
    finish
}

interrupted_during() { conclude failed activation.interrupted "$1 during $2"; }

# Only the result is missing.
was_untouched() {
    outcome=$concluded
    [ -n "$outcome" ] || interrupted_during "$1" untouched
}

go_on() {
    case $1 in
        testing)
            touched=yes
            interrupted_during 'the supervisor was ended on the host' "$1"
            revert
            ;;
        awaiting-confirmation)
            touched=yes
            if is_answered && { [ "$goal" != switch ] || commit_or_undo; }; then conclude activated '' ''; fi
            ;;
        committing) if commit_or_undo && await_boot; then conclude activated '' ''; fi ;;
        awaiting-boot) leave ;;
        reverting)
            touched=yes
            [ -n "$code" ] || interrupted_during 'the supervisor was ended on the host' "$1"
            if [ -e "$run/trial-boot" ]; then go_back; else undo; fi
            ;;
        committed) touched=yes && conclude activated '' '' ;;
        reverted) touched=yes && outcome=reverted ;;
        stuck) touched=yes && outcome=${concluded:-failed} ;;
        untouched) was_untouched 'the supervisor was ended on the host' ;;
        *) interrupted_during 'the supervisor was ended on the host' "${1:-its first step}" ;;
    esac
}

# What the host booted decides: that it boots is proven.
settle_after_restart() {
    case $1 in
        untouched)
            was_untouched 'the host was restarted'
            return
            ;;
        '' | prepared | armed)
            interrupted_during 'the host was restarted' "${1:-its first step}"
            return
            ;;
    esac
    touched=yes
    if is_boot_trial; then
        settle_trial "$1"
        return
    fi
    if [ "$(running)" = "$toplevel" ] && [ "$(resolve "$profile")" = "$toplevel" ] &&
        { [ "$1" = committing ] || [ "$1" = committed ]; }; then
        if commit; then conclude activated '' ''; fi
        return
    fi
    if [ -n "$code" ]; then
        conclude failed "$code" "$message; then the host was restarted"
    else
        interrupted_during 'the host was restarted' "$1"
    fi
    if restore_profile && [ "$(running)" = "${old_profile:-none}" ]; then outcome=reverted; fi
}
