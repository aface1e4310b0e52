# Which boot this is, and what runs.
# shellcheck shell=sh

fact boot 1
system_facts
fact end ok
