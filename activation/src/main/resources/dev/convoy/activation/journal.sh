# What a unit said last. $1 is the unit.
# shellcheck shell=sh

journal_tail() {
    probe journalctl -q -u "$1" -n 10 -o cat --no-pager | while read -r said; do
        printf 'journal\t%s\t%s\n' "$1" "$said"
    done
}
