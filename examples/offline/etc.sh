# Builds the files below /etc. Environment: paths and contents, two lists of the same length; out.
set -- $contents
for path in $paths; do
    mkdir -p "$out/$(dirname "$path")"
    cp "$1" "$out/$path"
    shift
done
