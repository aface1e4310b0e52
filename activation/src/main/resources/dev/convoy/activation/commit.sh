# The part of the supervisor that makes a system what boots, and takes that back; the variables are its own.
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034

set_profile() {
    timeout -k 15 300 nix-env -p "$profile" "$@" </dev/null
}

commit() {
    touched=yes
    # From here on each program has to get through, whatever it writes.
    use_reserve
    allow_time 2
    if ! enter committing; then
        conclude failed activation.no-space "the state could not be written below $base"
        return 1
    fi
    if ! announce_trial; then
        conclude failed activation.no-space "the trial of its first boot could not be written below $base"
        return 1
    fi
    if ! set_profile --set "$toplevel" || [ "$(resolve "$profile")" != "$toplevel" ]; then
        conclude failed activation.profile-failed "nix-env could not set the system profile"
        return 1
    fi
    # The boot loader's installer lists the profile's generations, so the profile comes first.
    step installing-boot-loader
    insist touch "$run/boot-loader"
    switch_to "$toplevel" boot
    [ "$exit_code" -eq 0 ] && return 0
    conclude failed activation.boot-failed "the boot loader could not be installed (exit status $exit_code)"
    return 1
}

# To the recorded path: "--rollback" would go to the next lower number, whatever that is.
restore_profile() {
    if [ "$(resolve "$profile")" != "$old_profile" ]; then
        if [ -z "$old_profile" ]; then
            warn "there was no system profile before; it stays at $toplevel"
            return 1
        fi
        step restoring-profile
        made=$(readlink "$profile")
        if [ "$(resolve "/nix/var/nix/profiles/${old_link##*/}")" = "$old_profile" ]; then
            set_profile --switch-generation "$(generation_of "$old_link")"
        fi
        if [ "$(resolve "$profile")" != "$old_profile" ]; then set_profile --set "$old_profile"; fi
        if [ "$(resolve "$profile")" != "$old_profile" ]; then
            warn "the system profile could not be put back to $old_profile"
            return 1
        fi
        delete_made_generation
    fi
    if [ -e "$run/boot-loader" ] && [ -x "$old_profile/bin/switch-to-configuration" ]; then
        switch_to "$old_profile" boot
        if [ "$exit_code" -ne 0 ]; then
            warn "the boot loader could not be put back to $old_profile (exit status $exit_code)"
            return 1
        fi
    fi
}

# Only if this run made it: nix-env takes an entry again that is the newest already. Left there it would fill /boot.
delete_made_generation() {
    if ! grep -qxF "${made##*/}" "$run/generations-before"; then
        set_profile --delete-generations "$(generation_of "$made")" || :
    fi
}

# All or nothing: what cannot be made bootable does not go on running either. Goal boot never touches what runs.
undo_commit() {
    allow_time 2
    enter reverting
    restore_profile
    restored=$?
    if [ "$goal" = switch ]; then
        revert
    elif [ "$restored" -eq 0 ] && [ -n "$old_profile" ]; then
        outcome=reverted
    fi
    if [ "$restored" -ne 0 ]; then
        conclude failed activation.revert-failed "$message; not all of it could be put back, as the warnings tell"
    fi
}

commit_or_undo() {
    commit && return 0
    undo_commit
    return 1
}

# All that a run may have changed.
undo() {
    if [ "$goal" = test ]; then revert; else undo_commit; fi
}
