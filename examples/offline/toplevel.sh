# Builds the system itself, with the files that a NixOS system has. Environment: see mkHost in lib.nix.
mkdir -p "$out/bin"
for script in "bin/switch-to-configuration $switch" "activate $activate"; do
    sed -e "s|@out@|$out|g" -e "s|@fail@|$fail|g" "${script#* }" > "$out/${script%% *}"
    chmod +x "$out/${script%% *}"
done

# What runs at boot: the system makes itself the booted one, then activates.
cat > "$out/init" << END
#!/bin/sh
mkdir -p /run
ln -sfn $out /run/booted-system
exec $out/activate
END
chmod +x "$out/init"

ln -s "$etc" "$out/etc"
ln -s "$sw" "$out/sw"
ln -s "$kernel/share/data" "$out/kernel"
ln -s "$initrd/share/data" "$out/initrd"
ln -s "$modules" "$out/kernel-modules"
printf 'loglevel=4 lsm=landlock,yama,bpf' > "$out/kernel-params"
printf %s "$version" > "$out/nixos-version"
printf %s "$system" > "$out/system"
if [ "$fail" = interface ]; then
    printf 'systemd 99' > "$out/init-interface-version"
else
    printf 'systemd 2' > "$out/init-interface-version"
fi
for unit in $units; do echo "$unit"; done > "$out/units"
