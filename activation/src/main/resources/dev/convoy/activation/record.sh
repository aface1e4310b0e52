# The part of the supervisor that comes before anything is touched: what is there is written down and kept, and what
# speaks against the run is found out. The variables are its own.
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034

running() { resolve /run/current-system; }

# The name of the specialisation that the system $1 is, or nothing: the newest generation that has it tells.
specialisation_of() {
    for specialised in "$profile"/specialisation/* "$profile"-*-link/specialisation/*; do
        if [ "$(resolve "$specialised")" = "$1" ]; then
            printf '%s' "${specialised##*/}"
            return
        fi
    done
}

# Sets "target", what shall run: the system, or one of its specialisations. The one in use stays in use.
choose_target() {
    target=$toplevel
    specialisation=$named
    case $choice in
        base) return ;;
        named) ;;
        *)
            specialisation=''
            if [ -n "$old" ] && [ "$old" != "$old_profile" ]; then specialisation=$(specialisation_of "$old"); fi
            if [ -n "$specialisation" ] && ! [ -e "$toplevel/specialisation/$specialisation" ]; then
                warn "the specialisation $specialisation, which is in use, is not in the new system; its base is put in force"
                specialisation=''
            fi
            ;;
    esac
    if [ -n "$specialisation" ]; then target=$(resolve "$toplevel/specialisation/$specialisation"); fi
}

record_before() {
    old=$(running)
    old_profile=$(resolve "$profile")
    # shellcheck disable=SC2034 # for commit.sh
    old_link=$(readlink "$profile" 2>/dev/null)
    choose_target
    choose_back
    insist write_generations && insist write_failed && insist write_before
}

write_generations() { for link in "$profile"-*-link; do printf '%s\n' "${link##*/}"; done >"$run/generations-before"; }

write_failed() { failed_units >"$run/failed-before"; }

write_before() {
    {
        system_facts
        fact link "$old_link"
        fact specialisation "$specialisation"
        fact target "$target"
        fact back "$back"
    } | write_whole "$run/before"
}

keep_from_collection() {
    mkdir -p "$roots/$id" && ln -sfn "$toplevel" "$roots/$id/new" || return 1
    if [ -n "$old" ]; then ln -sfn "$old" "$roots/$id/old" || return 1; fi
    if [ -n "$old_profile" ]; then ln -sfn "$old_profile" "$roots/$id/old-profile"; fi
}

# This run, and one whose system is on trial at its next boot.
is_kept() { [ "$1" = "$id" ] || [ "$1" = "$(line_of "$base/boot-trial")" ]; }

# Leftovers of earlier runs; whoever made them is gone, because the lock is ours.
prune() {
    # Names of runs are letters, digits and dashes: convoy refuses others.
    # shellcheck disable=SC2012
    ls -1t "$base/runs" | tail -n +11 | while read -r earlier; do
        if ! is_kept "$earlier"; then rm -rf "$base/runs/${earlier:?}"; fi
    done
    for earlier in "$roots"/*; do
        if [ -d "$base/runs/${earlier##*/}" ] && ! is_kept "${earlier##*/}"; then rm -rf "$earlier"; fi
    done
    find "$base" -maxdepth 1 -name 'incoming.*' -mtime +0 -exec rm -rf {} + 2>/dev/null
}

# Says why nothing shall be touched; succeeds if all is well.
check() {
    if [ -n "$expected" ] && [ "$old" != "$expected" ]; then
        conclude failed activation.host-moved "${old:-nothing known} runs now, not $expected as when the plan was made"
    elif ! [ -e "$toplevel" ]; then
        conclude failed activation.system-missing "$toplevel is not in the store of the host"
    elif [ -z "$target" ]; then
        conclude failed activation.no-specialisation "$toplevel has no specialisation $specialisation"
    elif ! [ -x "$target/bin/switch-to-configuration" ]; then
        conclude failed activation.not-a-system "$target has no bin/switch-to-configuration"
    elif ! [ -w /nix/var/nix ]; then
        conclude failed activation.store-read-only "/nix/var cannot be written"
    fi
    [ -z "$outcome" ]
}

# A run that was cut off may have left the boot loader behind the profile: then nothing is taken as done.
is_current() {
    [ "$interrupted" = no ] && [ "$old" = "$target" ] || return 1
    case $goal in
        test) return 0 ;;
        switch) [ "$old_profile" = "$toplevel" ] ;;
        *) return 1 ;;
    esac
}
