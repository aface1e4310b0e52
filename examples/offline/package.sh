# Builds one package. Environment: package, references, kilobytes, broken, out.
if [ "$broken" ]; then
    echo "configuring"
    echo "checking for the shop's headers... no"
    echo "error: shop.h: no such file"
    exit 1
fi
mkdir -p "$out/bin" "$out/share"
printf '#!/bin/sh\necho "%s"\n' "$package" > "$out/bin/${package%% *}"
chmod +x "$out/bin/${package%% *}"
for reference in $references; do echo "$reference"; done > "$out/share/references"

# Numbers that differ from package to package, compressed: the same at every build, and a stranger to compression.
seed=$(printf %s "$package" | cksum | cut -d' ' -f1)
seq "$seed" $((seed + kilobytes * 450)) | gzip -n1 | head -c "${kilobytes}k" > "$out/share/data"
