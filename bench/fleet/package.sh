#!/bin/sh
# Builds one package. Environment: data, kib and offset (KiB into data, which is read in a circle), references, out.
# shellcheck disable=SC2154 # the environment is the derivation's
mkdir -p "$out/bin" "$out/lib" "$out/share"
total=$(($(stat -c %s "$data") / 65536))

# References stand here and there in a program: one group in each 64 KiB. Less than that is one piece.
at=0
while [ "$at" -lt "$kib" ]; do
    if [ "$kib" -lt 64 ]; then
        dd if="$data" bs=1k skip=$((offset % (total * 64 - 64))) count="$kib" status=none
    else
        dd if="$data" bs=64k skip=$(((offset + at) / 64 % total)) count=1 status=none
    fi
    echo "$references"
    at=$((at + 64))
done > "$out/lib/code.so"

printf '#!/bin/sh\nexec %s/lib/code.so "$@"\n' "$out" > "$out/bin/run"
chmod +x "$out/bin/run"
echo "$references" > "$out/share/references"
ln -s ../lib/code.so "$out/share/code"
