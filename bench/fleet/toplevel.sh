#!/bin/sh
# Builds the system itself: what convoy looks for in one. Environment: packages, out.
# shellcheck disable=SC2154 # the environment is the derivation's
mkdir -p "$out/bin" "$out/sw"
printf '#!/bin/sh\n' > "$out/bin/switch-to-configuration"
chmod +x "$out/bin/switch-to-configuration"
cp "$out/bin/switch-to-configuration" "$out/init"
printf 1.0 > "$out/nixos-version"
printf 'systemd 2' > "$out/init-interface-version"
for package in $packages; do echo "$package"; done > "$out/sw/packages"
