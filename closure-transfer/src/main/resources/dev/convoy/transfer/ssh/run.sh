# The command is in "$@". sshd gives a bare PATH on machines that are not NixOS, and sudo resets it: the places where NixOS
# and Nix's own installer keep their programs are searched last.
PATH="${PATH:-/usr/bin:/bin}:/run/wrappers/bin:/run/current-system/sw/bin:/nix/var/nix/profiles/default/bin"
export PATH
exec "$@"
