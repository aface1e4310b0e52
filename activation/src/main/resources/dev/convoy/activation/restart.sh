# Restarts the host, once it has answered. $1 is the boot that is meant: asked again after it, it restarts nothing.
# shellcheck shell=sh

restart() {
    if [ "$(id -u)" -ne 0 ]; then
        printf 'not root, but user %s' "$(id -u)"
    elif [ "$(boot_id)" != "$1" ]; then
        return
    elif has_systemd; then
        timeout 30 systemctl --no-block reboot </dev/null 2>&1 >/dev/null
    elif [ "$(uname -s)" = Darwin ]; then
        shutdown -r now >/dev/null 2>&1 &
    else
        # What "reboot" would do inside of a container or namespace without systemd, nobody knows.
        printf 'there is no systemd that could be asked'
    fi
}

fact restart 1
fact problem "$(restart "$1")"
fact end ok
