# "$@" is the escalation command, told not to ask. Says whether the user is root, may become root, or neither.
PATH="${PATH:-/usr/bin:/bin}:/run/wrappers/bin:/run/current-system/sw/bin:/nix/var/nix/profiles/default/bin"
export PATH
if [ "$(id -u)" = 0 ]; then
    echo root
elif "$@" true </dev/null; then
    echo free
else
    echo refused
fi
