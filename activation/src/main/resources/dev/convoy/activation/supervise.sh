# Puts a system in force on the host that it runs on, and goes back to what was if that fails or if nobody confirms it.
# Needs nobody to wait for it. $1 is the run's directory: "request" tells what to do; the rest is written here. $2 is nothing,
# or watch, guard (the watchdog), recover (by a later run or at boot: what this one left is finished) or superseded.
# shellcheck shell=sh
# shellcheck disable=SC2034 # what it sets is for the parts that are put before it
base=/var/lib/convoy
profile=/nix/var/nix/profiles/system
run=$1
id=${run##*/}
log=$run/log
roots=/nix/var/nix/gcroots/convoy
outcome='' code='' message='' exit_code='' touched=no
umask 077
cd / || exit 1

# Sets what is asked for; what the request does not say is empty.
read_request() {
    goal='' toplevel='' deadline='' window='' boot_window='' expected='' choice='' named='' when_stuck='' operator='' revision='' dirty='' lock=''
    while IFS='	' read -r asked_key asked; do
        case $asked_key in
            goal) goal=$asked ;;
            toplevel) toplevel=$asked ;;
            deadline) deadline=$asked ;;
            window) window=$asked ;;
            window.boot) boot_window=$asked ;;
            expected) expected=$asked ;;
            specialisation.choice) choice=$asked ;;
            specialisation) named=$asked ;;
            stuck) when_stuck=$asked ;;
            operator) operator=$asked ;;
            revision) revision=$asked ;;
            dirty) dirty=$asked ;;
            lock) lock=$asked ;;
        esac
    done <"$run/request"
}

take_host() {
    insist write_holder
    interrupted=no
    finish_earlier
    if ! take_lock; then
        conclude failed activation.host-locked \
            "$(holder operator) has been changing the host since $(point_in_time "$(holder since)") (run $(holder run))"
        return 1
    fi
}

# What an earlier run left when host or supervisor was killed and no watchdog went on.
finish_earlier() {
    last=$(line_of "$base/last")
    earlier=$base/runs/$last
    if [ -z "$last" ] || ! [ -d "$earlier" ] || [ -e "$earlier/result" ] || is_held; then return; fi
    if awaits_boot "$earlier"; then return; fi
    interrupted=yes
    if [ "$(line_of "$earlier/state")" = awaiting-boot ]; then
        begin_trial_of "$earlier"
        return
    fi
    # Runs of before there was a state cannot be finished.
    if [ -e "$earlier/state" ]; then
        printf 'convoy: finishing run %s\n' "$last"
        /bin/sh "$earlier/supervise.sh" "$earlier" recover
    fi
}

# It booted, and nothing on the host went on with it. Now it holds the host until it is answered, or is over.
begin_trial_of() {
    /bin/sh "$1/supervise.sh" "$1" recover &
    trial_ticks=10
    while ! is_held && ! [ -e "$1/result" ] && [ "$trial_ticks" -gt 0 ]; do
        sleep 1
        trial_ticks=$((trial_ticks - 1))
    done
}

prepare() {
    if ! { record_before && enter prepared; }; then
        conclude failed activation.no-space "the state before could not be written below $base"
        return 1
    fi
    check || return 1
    if is_current; then conclude already-current '' '' && return 1; fi
    insist write_line "$base/last" "$id" || { conclude failed activation.no-space "cannot write below $base" && return 1; }
    prune
    keep_from_collection || { conclude failed activation.no-root-made "cannot write $roots" && return 1; }
    allow_time 2
    if ! { arm && enter armed; }; then
        conclude failed activation.not-armed "the watchdog could not be started"
        return 1
    fi
    # It was needed already: whatever comes next would find the disk full.
    if ! [ -e "$run/reserve" ]; then
        conclude failed activation.no-space "the disk of $base filled up before anything was touched"
        return 1
    fi
}

put_in_force() {
    case $goal in
        test) test_system && is_confirmed ;;
        switch) test_system && is_confirmed && commit_or_undo ;;
        boot) await_switch && commit_or_undo && await_boot ;;
        *) conclude failed activation.not-started "the request is missing" && return 1 ;;
    esac
}

supervise() {
    read_request
    case $1 in
        watch) watch ;;
        guard) guard ;;
        recover) is_over || take_over ;;
        superseded) superseded ;;
        *)
            step preparing
            if take_host && prepare && put_in_force; then conclude activated '' ''; fi
            finish
            ;;
    esac
}

supervise "${2:-}" </dev/null >>"$log" 2>&1
