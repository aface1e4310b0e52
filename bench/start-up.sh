#!/bin/sh
# Start-up: medians of `convoy --version`, `--help`, and `status` on one unreachable host, beside an empty JVM main, interleaved.
# usage: bench/start-up.sh [RUNS]   (default 15)
set -eu
cd "$(dirname "$0")/.."
runs=${1:-15}
./convoy --version >/dev/null
read -r java < build/dist/java-home
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/class"
printf 'final class Empty {\n    public static void main(String[] args) {}\n}\n' > "$work/class/Empty.java"
"$java/bin/javac" -d "$work/class" "$work/class/Empty.java"

# A flake with one host whose address nobody listens on.
mkdir "$work/flake"
cp -r examples/offline/. "$work/flake/"
printf 'hosts:\n  web1:\n    address: 127.0.0.1\n    port: 9\n' > "$work/flake/convoy.yaml"

now() { date +%s%N; }
sample() {
    name=$1
    shift
    begin=$(now)
    "$@" >/dev/null 2>&1 </dev/null || :
    echo "$(( ($(now) - begin) / 1000 ))" >> "$work/$name"
}
median() { sort -n "$work/$1" | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

i=0
while [ $i -lt "$runs" ]; do
    sample empty "$java/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$work/class" Empty
    sample version ./convoy --version
    sample help ./convoy --help
    sample status ./convoy status --flake "$work/flake" --on web1
    i=$((i + 1))
done

base=$(median empty)
printf '%-34s %10s %8s\n' "median of $runs interleaved runs" ms ratio
for case in empty version help status; do
    m=$(median $case)
    printf '%-34s %10s %8s\n' "$case" "$(awk "BEGIN{printf \"%.1f\", $m / 1000}")" "$(awk "BEGIN{printf \"%.2f\", $m / $base}")"
done
