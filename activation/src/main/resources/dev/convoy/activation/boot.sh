# Which boot this is, what runs, and the request of the run that a boot is a trial of.
# shellcheck shell=sh

fact boot 1
system_facts
read_line /var/lib/convoy/boot-trial
if [ -n "$first_line" ]; then sed 's/^/request./' "/var/lib/convoy/runs/$first_line/request" 2>/dev/null; fi
fact end ok
