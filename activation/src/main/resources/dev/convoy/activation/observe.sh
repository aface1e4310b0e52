# Everything that convoy wants to know about a host before it decides anything. Changes nothing, evaluates nothing.
# A key that is missing or empty means "unknown". The last line proves that the answer is whole.
# shellcheck shell=sh
# shellcheck disable=SC2154
base=/var/lib/convoy

# Root's own number tells nothing about who logged in; the escalation commands say it in their own ways.
login_uid() {
    if [ "$uid" -ne 0 ]; then
        printf '%s' "$uid"
    elif [ -n "${SUDO_UID:-}" ]; then
        printf '%s' "$SUDO_UID"
    elif [ -n "${PKEXEC_UID:-}" ]; then
        printf '%s' "$PKEXEC_UID"
    elif [ -n "${DOAS_USER:-}" ]; then
        id -u "$DOAS_USER"
    else
        printf 0
    fi
}

# As Nix names it; asking Nix would cost an evaluation.
platform() {
    platform_os=$(uname -s | tr '[:upper:]' '[:lower:]')
    case $(uname -m) in
        arm64) printf 'aarch64-%s' "$platform_os" ;;
        amd64) printf 'x86_64-%s' "$platform_os" ;;
        i?86) printf 'i686-%s' "$platform_os" ;;
        armv8l) printf 'armv7l-%s' "$platform_os" ;;
        ppc64le) printf 'powerpc64le-%s' "$platform_os" ;;
        *) printf '%s-%s' "$(uname -m)" "$platform_os" ;;
    esac
}

# What only a reboot changes, of the system $2, as keys that begin with $1.
boot_files() {
    [ -n "$2" ] || return 0
    for boot_file in kernel initrd kernel-modules; do
        fact "$1.$boot_file" "$(resolve "$2/$boot_file")"
    done
    fact "$1.kernel-params" "$(line_of "$2/kernel-params")"
    fact "$1.init-interface" "$(line_of "$2/init-interface-version")"
    if [ -r "$2/switch-inhibitors" ]; then fact "$1.inhibitors" "$(head -c 65536 "$2/switch-inhibitors")"; fi
}

# Mount options decide for those who are not root: they can never write there, which is no fault.
store_writable() {
    [ -d /nix/var/nix ] || { printf no && return; }
    if [ "$uid" -eq 0 ] && ! [ -w /nix/var/nix ]; then printf no && return; fi
    [ -r /proc/self/mounts ] || { printf yes && return; }
    awk '{ at = ($2 == "/") ? "/" : $2 "/" }
        index("/nix/var/nix/", at) == 1 && length(at) >= best { best = length(at); options = "," $4 "," }
        END { print (options ~ /,ro,/) ? "no" : "yes" }' /proc/self/mounts
}

# Bytes that an ordinary user may still write at $1.
free_at() { probe df -Pk "$1" | awk 'NR == 2 { printf "%.0f", $4 * 1024 }'; }

# What nix.conf says of $1. The command got its present name in 2.20.
nix_setting() {
    for nix_setting_words in "config show" show-config; do
        # shellcheck disable=SC2086 # two words
        nix_setting_all=$(probe nix --extra-experimental-features nix-command $nix_setting_words)
        if [ -n "$nix_setting_all" ]; then printf '%s\n' "$nix_setting_all" | sed -n "s/^$1 = //p" && return; fi
    done
}

# Whether the daemon takes unsigned paths from this user: it says so itself from Nix 2.15 on, else its settings do.
trusted() {
    if [ "$uid" -eq 0 ]; then
        printf yes
        return
    fi
    for trusted_verb in info ping; do
        trusted_answer=$(probe nix --extra-experimental-features nix-command store "$trusted_verb" --json)
        case $trusted_answer in
            *'"trusted":true'* | *'"trusted":1'*) printf yes && return ;;
            *'"trusted":false'* | *'"trusted":0'*) printf no && return ;;
        esac
    done
    trusted_users=$(nix_setting trusted-users)
    [ -n "$trusted_users" ] || return 0
    trusted_me=" $(id -un) * "
    for trusted_group in $(id -Gn); do trusted_me="$trusted_me@$trusted_group "; done
    set -f
    for trusted_name in $trusted_users; do
        case $trusted_me in *" $trusted_name "*) printf yes && return ;; esac
    done
    printf no
}

nix_facts() {
    # Where /nix/var cannot be written, the Nix daemon of 2.26 and later connects to itself and forks without end.
    [ "$1" = yes ] || return 0
    nix_version=$(probe nix --version)
    fact nix "${nix_version##* }"
    trust=$(trusted)
    fact trusted "$trust"
    if [ "$trust" = no ]; then
        for key in $(nix_setting trusted-public-keys); do fact trusted_key "$key"; done
    fi
}

systemd_facts() {
    has_systemd || return 0
    # shellcheck disable=SC2046
    set -- $(probe systemctl --version)
    fact systemd "${2:-}"
    fact systemd_state "$(probe systemctl is-system-running)"
    failed_units | while read -r unit; do fact failed_unit "$unit"; done
}

convoy_facts() {
    last_run=$(line_of "$base/last")
    lock_run=$(sed -n 's/^run	//p' "$base/lock" 2>/dev/null)
    if is_alive "$base/lock" || is_guarded "$lock_run"; then
        sed 's/^/lock./' "$base/lock"
        lock_state=$(line_of "$base/runs/$lock_run/state")
        if [ "$lock_state" = awaiting-confirmation ] && [ "$lock_run" = "$(line_of "$base/boot-trial")" ]; then
            lock_state=awaiting-confirmation-of-its-boot
        fi
        fact lock.state "$lock_state"
        lock_until=$(line_of "$base/runs/$lock_run/deadline")
        if [ -n "$lock_until" ]; then
            read_clock
            fact lock.left "$((lock_until - clock))"
        fi
    elif [ -n "$last_run" ] && [ -d "$base/runs/$last_run" ] && ! [ -e "$base/runs/$last_run/result" ] &&
        ! awaits_boot "$base/runs/$last_run"; then
        fact interrupted "$last_run"
        fact interrupted.state "$(line_of "$base/runs/$last_run/state")"
    fi
    trial_run=$(line_of "$base/boot-trial")
    if [ -n "$trial_run" ] && awaits_boot "$base/runs/$trial_run"; then fact awaits_boot "$trial_run"; fi
    if [ -r "$base/ledger" ]; then sed -n '$p' "$base/ledger" | sed 's/^/ledger	/'; fi
    for list in start restart reload; do
        if [ -s "/run/nixos/$list-list" ]; then fact switch_unfinished "$list-list"; fi
    done
}

observe() {
    fact observe 1
    uid=$(id -u)
    fact uid "$uid"
    fact login_uid "$(login_uid)"
    writable=$(store_writable)
    fact store_writable "$writable"
    # What takes longest goes on beside the rest. Their lines are short, so that none is torn; long ones come after them.
    nix_facts "$writable" &
    systemd_facts &
    fact hostname "$(uname -n)"
    fact platform "$(platform)"
    fact now "$(date +%s)"
    read_line /proc/uptime
    fact uptime "${first_line%% *}"
    fact cores "$(probe nproc || probe getconf _NPROCESSORS_ONLN)"
    if command -v zstd >/dev/null 2>&1; then fact zstd yes; fi
    system_facts
    fact store_free "$(free_at /nix/store)"
    if [ -d /boot ]; then fact boot_free "$(free_at /boot)"; fi
    wait
    boot_files running "$(resolve /run/current-system)"
    boot_files booted "$(resolve /run/booted-system)"
    convoy_facts
    fact end ok
}

observe </dev/null
