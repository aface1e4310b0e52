# The part of the supervisor that has a system with convoy's NixOS module prove itself when it boots first. The module starts
# this script again at each boot for as long as the file boot-trial names a run. The variables are the supervisor's.
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034

# Whether the system that is made what boots has the module: only what runs after the restart can see to it that it goes again.
can_go_back_itself() {
    [ "$goal" = boot ] && [ -f "$toplevel/etc/systemd/system/convoy-boot-confirmation.service" ]
}

is_boot_trial() { [ "$(line_of "$base/boot-trial")" = "$id" ]; }

# Sets "back", what a host goes back to from a boot: the profile, unless it was only made what boots and never ran.
choose_back() {
    back=$old_profile
    if [ -z "$old" ] || [ "$old" = "$old_profile" ] || [ "$old" = "$toplevel" ]; then return; fi
    for proven in "$old_profile" "$(resolve /run/booted-system)"; do
        for specialised in "$proven"/specialisation/*; do
            if [ "$(resolve "$specialised")" = "$old" ]; then back=$proven && return; fi
        done
    done
    back=$old
}

# Before profile and boot loader are touched: after a power cut at any moment, whatever boots finds out about the trial.
announce_trial() {
    end_earlier_trial
    # One that boots already has nothing else to go back to.
    if ! can_go_back_itself || [ "$back" = "$toplevel" ]; then return 0; fi
    [ -n "$back" ] || { warn "no system is known that the host could go back to from its first boot" && return 0; }
    insist write_line "$base/boot-trial" "$id"
}

# Another system boots now than the one that waited for it.
end_earlier_trial() {
    earlier_trial=$(line_of "$base/boot-trial")
    if [ -z "$earlier_trial" ] || [ "$earlier_trial" = "$id" ]; then return; fi
    rm -f "$base/boot-trial"
    if [ -e "$base/runs/$earlier_trial/state" ]; then
        /bin/sh "$base/runs/$earlier_trial/supervise.sh" "$base/runs/$earlier_trial" superseded
    fi
}

superseded() {
    if is_over || [ "$(line_of "$run/state")" != awaiting-boot ]; then return; fi
    read_record
    touched=yes
    warn "another run changed what boots before this system was booted"
    conclude activated '' ''
    finish
}

# Nobody has to be there until the host boots. The run is not over: there is no result, and its roots stay.
await_boot() {
    is_boot_trial || return 0
    enter awaiting-boot || warn "the state could not be written below $base"
    leave
}

leave() {
    if [ "$(holder run)" = "$id" ]; then rm -f "$base/lock"; fi
    disarm
    exit 0
}

# In another boot than the one before, the trial's own included.
settle_trial() {
    case $1 in
        committing | awaiting-boot) first_boot "$1" ;;
        awaiting-confirmation) second_boot ;;
        reverting)
            [ -n "$code" ] || interrupted_during 'the host was restarted' "$1"
            go_back
            ;;
        committed) conclude activated '' '' ;;
        reverted) outcome=reverted ;;
        *) outcome=failed ;;
    esac
}

first_boot() {
    if [ "$(running)" != "$toplevel" ] || [ "$(resolve "$profile")" != "$toplevel" ]; then
        if [ "$1" = committing ]; then
            interrupted_during 'the host was restarted' "$1"
            put_back_what_boots
        else
            leave_alone
        fi
        return
    fi
    if [ "$1" = committing ] && ! commit; then
        go_back
    elif is_confirmed_after_boot; then
        conclude activated '' ''
    fi
}

# Somebody chose otherwise, and is not overruled.
leave_alone() {
    conclude failed activation.other-boot \
        "the host booted $(running) when it was to boot $toplevel; it is left alone, and boots $(resolve "$profile") next"
}

is_confirmed_after_boot() {
    if set_deadline "$boot_window" && insist write_line "$run/trial-boot" "$(boot_id)" && enter awaiting-confirmation; then
        arm || warn "the watchdog could not be started"
        is_answered
    else
        conclude failed activation.no-space "the state could not be written below $base"
        go_back
        return 1
    fi
}

# A system has one boot to be confirmed in. A confirmation of before the restart counts, one that comes now does not.
second_boot() {
    decide expired ''
    case $(decision) in
        confirmed) conclude activated '' '' && return ;;
        withdrawn) conclude failed activation.withdrawn "$(decision_reason)" ;;
        *) conclude failed activation.not-confirmed "the host was restarted before anybody confirmed its new system" ;;
    esac
    if [ "$(running)" = "$toplevel" ]; then go_back; else leave_alone; fi
}

put_back_what_boots() {
    old_profile=$back
    if ! restore_profile; then
        conclude failed activation.revert-failed "$message; not all of it could be put back, as the warnings tell"
        return 1
    fi
    if [ "$(running)" = "$back" ]; then outcome=reverted; fi
}

# Only a restart puts the system before in force. There is one: a host that comes up with the new system nevertheless keeps it,
# and says so.
go_back() {
    use_reserve
    if [ "$(line_of "$run/went-back")" = "$(boot_id)" ]; then await_going; fi
    allow_time 1
    enter reverting
    if [ -e "$run/went-back" ]; then
        if [ "$(running)" = "$back" ] && [ "$(resolve "$profile")" = "$back" ]; then
            outcome=reverted
        else
            conclude failed activation.revert-failed \
                "$message; the host was restarted into $back, and came up with $(running)"
        fi
        return
    fi
    put_back_what_boots || return
    if [ "$outcome" = reverted ]; then return; fi
    if ! insist write_line "$run/went-back" "$(boot_id)"; then
        conclude failed activation.revert-failed "$message; $back boots next, but it could not be written that the host goes there"
    elif ! timeout 30 systemctl --no-block reboot; then
        conclude failed activation.revert-failed "$message; $back boots next, but the host could not be restarted"
    else
        step restarting-into-the-system-before
        leave
    fi
}

# Told to restart already, in this boot: that takes its time.
await_going() {
    read_left
    if [ "$left" -gt 0 ]; then leave; fi
    conclude failed activation.revert-failed "$message; $back boots next, but the host does not restart"
    finish
}
