# What every script of convoy knows about a host; put before each of them. POSIX sh, coreutils and awk only.
# shellcheck shell=sh
# Never the login user's PATH. First the running system's tools by their real path: a new system that lacks one cannot take
# it away while it is put in force.
PATH=/run/current-system/sw/bin:/nix/var/nix/profiles/default/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
PATH="$(readlink -e /run/current-system 2>/dev/null)/sw/bin:$PATH"
LC_ALL=C
export PATH LC_ALL
unset CDPATH ENV BASH_ENV

newline='
'

# One fact, on one line.
fact() {
    case $2 in
        *'	'* | *"$newline"*) printf '%s\t%s\n' "$1" "$(printf '%s' "$2" | tr '\t\n' '  ')" ;;
        *) printf '%s\t%s\n' "$1" "$2" ;;
    esac
}

# A probe that may hang (a dead network mount, a stuck bus) costs its own fact only.
probe() { timeout 5 "$@" 2>/dev/null </dev/null; }

resolve() { readlink -e "$1" 2>/dev/null || :; }

# What is asked again and again while a host is at work costs it no process: it sets a variable instead of printing.

# Sets "first_line" to that of a file, or to nothing.
read_line() {
    first_line=''
    if [ -r "$1" ]; then IFS= read -r first_line <"$1" || :; fi
}

line_of() {
    read_line "$1"
    printf '%s' "$first_line"
}

has_systemd() { [ -d /run/systemd/system ] && command -v systemctl >/dev/null 2>&1; }

# Failed units and those that crash and are started again and again, one per line.
failed_units() {
    has_systemd || return 0
    probe systemctl list-units --all --state=failed,auto-restart --plain --no-legend --no-pager --full |
        while read -r failed_unit _; do printf '%s\n' "$failed_unit"; done
}

# Sets "started" to when a process was started, in clock ticks since boot: tells a process from a later one with the same
# number. To nothing for one that has ended, even if nobody has asked how it ended yet.
read_start() {
    started=''
    read_line "/proc/$1/stat"
    # The second field, the program's name in parentheses, may hold spaces.
    # shellcheck disable=SC2086
    set -- ${first_line##*) }
    case ${1:-} in Z | X) return 0 ;; esac
    started=${20:-}
}

# Sets "clock" to the seconds on a clock that nobody can set; where the host has none, on the one that there is.
read_clock() {
    read_line /proc/uptime
    case $first_line in
        [0-9]*.*) clock=${first_line%%.*} ;;
        *) clock=$(date +%s) ;;
    esac
}

boot_id_file=/proc/sys/kernel/random/boot_id
boot_id() { line_of "$boot_id_file"; }

# Whether a supervisor still runs; $1 is a file with the lines pid, start and boot that it wrote.
is_alive() {
    alive_pid='' alive_start='' alive_boot=''
    [ -r "$1" ] || return 1
    while IFS='	' read -r alive_key alive_value; do
        case $alive_key in
            pid) alive_pid=$alive_value ;;
            start) alive_start=$alive_value ;;
            boot) alive_boot=$alive_value ;;
        esac
    done <"$1"
    case $alive_pid in '' | *[!0-9]*) return 1 ;; esac
    read_line "$boot_id_file"
    [ "$alive_boot" = "$first_line" ] || return 1
    kill -0 "$alive_pid" 2>/dev/null || [ -d "/proc/$alive_pid" ] || return 1
    read_start "$alive_pid"
    [ "$alive_start" = "$started" ]
}

# Whether the watchdog of the run $1 sees to it that it comes to its end, though its supervisor may be gone.
is_guarded() {
    guarded=/var/lib/convoy/runs/$1
    if [ -z "$1" ] || [ -e "$guarded/result" ] || [ "$(line_of "$guarded/armed")" != "$(boot_id)" ]; then return 1; fi
    read_line "$guarded/deadline"
    guarded_until=$((${first_line:-0} + 60))
    read_clock
    [ "$guarded_until" -gt "$clock" ]
}

# Whether the run in the directory $1 has made a system what boots that is on trial when it does; it did not yet.
awaits_boot() {
    [ "$(line_of "$1/state")" = awaiting-boot ] && [ "$(sed -n 's/^boot_id	//p' "$1/before")" = "$(boot_id)" ]
}

# The number in a link such as system-42-link.
generation_of() {
    generation_name=${1##*/system-}
    generation_name=${generation_name#system-}
    printf '%s' "${generation_name%-link}"
}

# Facts of what runs, what boots, and the generation.
system_facts() {
    fact running "$(resolve /run/current-system)"
    fact booted "$(resolve /run/booted-system)"
    fact profile "$(resolve /nix/var/nix/profiles/system)"
    fact generation "$(generation_of "$(readlink /nix/var/nix/profiles/system 2>/dev/null)")"
    fact boot_id "$(boot_id)"
}

# Runs the switch-to-configuration of the system $1 with the action $2, at most $3 seconds. Its environment and umask are the
# same however convoy came here: neither the login nor the operator can change what an activation does.
run_switch() (
    umask 022
    cd / || exit 1
    exec env -i PATH="$PATH" HOME=/root USER=root LOGNAME=root LC_ALL=C ${LOCALE_ARCHIVE:+"LOCALE_ARCHIVE=$LOCALE_ARCHIVE"} \
        timeout -k 15 "$3" "$1/bin/switch-to-configuration" "$2" </dev/null 7>&- 8>&-
)
