# The entries of the system profile: number, toplevel, when it was made, version of NixOS, version of the kernel.
# shellcheck shell=sh

kernel_version() {
    for kernel_modules in "$1"/kernel-modules/lib/modules/*; do
        if [ -d "$kernel_modules" ]; then
            printf '%s' "${kernel_modules##*/}"
            return
        fi
    done
}

fact generations 1
system_facts
for link in /nix/var/nix/profiles/system-*-link; do
    [ -L "$link" ] || continue
    toplevel=$(readlink "$link")
    # The link's own time: its target, like everything in the store, is of 1970.
    printf 'entry\t%s\t%s\t%s\t%s\t%s\n' "$(generation_of "$link")" "$toplevel" "$(stat -c %Y "$link")" \
        "$(line_of "$toplevel/nixos-version" | tr '\t' ' ')" "$(kernel_version "$toplevel")"
done
fact end ok
