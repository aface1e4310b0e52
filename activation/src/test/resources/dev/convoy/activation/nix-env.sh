#!/bin/sh
# Stands in for nix-env: generations of a profile, as Nix makes them.
profile=$2
verb=$3
operand=$4
if [ -r /nix/behaviour/nix-env ]; then . /nix/behaviour/nix-env; fi
case $verb in
    --set)
        last=$(for link in "$profile"-*-link; do
            number=${link%-link}
            [ -L "$link" ] && printf '%s\n' "${number##*-}"
        done | sort -n | tail -n 1)
        if [ -n "$last" ] && [ "$(readlink "$profile-$last-link")" = "$operand" ]; then
            next=$last
        else
            next=$((${last:-0} + 1))
            ln -s "$operand" "$profile-$next-link"
        fi
        ln -sfn "system-$next-link" "$profile"
        ;;
    --switch-generation) ln -sfn "system-$operand-link" "$profile" ;;
    --delete-generations) rm "$profile-$operand-link" ;;
    *) exit 1 ;;
esac
