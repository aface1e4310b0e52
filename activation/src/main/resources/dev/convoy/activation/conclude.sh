# What is true on the host after a run: what runs, what boots, which units failed, and what the supervisor says.
# shellcheck shell=sh
run=/var/lib/convoy/runs/$1

with_prefix() { if [ -r "$run/$1" ]; then sed "s/^/$2/" "$run/$1"; fi; }

fact conclude 1
system_facts
if has_systemd; then fact systemd yes; fi
if [ -e "$run/holder" ]; then fact begun yes; fi
if is_alive "$run/holder" || is_guarded "${run##*/}"; then fact alive yes; fi
if [ -e "$run/result" ]; then fact over yes; fi
fact state "$(line_of "$run/state")"
fact went_back "$(line_of "$run/went-back")"
fact step "$(tail -n 1 "$run/steps" 2>/dev/null | cut -f 1)"
with_prefix before before.
with_prefix result result.
with_prefix failed-before 'failed_before	'
failed_units | while read -r unit; do
    fact failed_unit "$unit"
    if ! grep -qxF "$unit" "$run/failed-before" 2>/dev/null; then journal_tail "$unit"; fi
done
tail -n 40 "$run/log" 2>/dev/null | tr '\000' '?' | sed 's/^/log	/'
# A last line without its end must not swallow the marker.
printf '\n'
fact end ok
