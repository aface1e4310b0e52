# What convoy answers to a run that awaits its confirmation: $1 run, $2 confirm, withdraw or extend, $3 the reason, or the
# seconds from now. Whoever answers too late, or a second time, is told what was decided.
# shellcheck shell=sh
# shellcheck disable=SC2154
run=/var/lib/convoy/runs/$1
umask 077

answer() {
    [ "$(line_of "$run/state")" = awaiting-confirmation ] || return
    case $1 in
        confirm) decide confirmed '' ;;
        withdraw) decide withdrawn "$2" ;;
        extend)
            read_left
            if [ "$left" -lt "$2" ]; then set_deadline "$2"; fi
            ;;
    esac
}

fact answer 1
problem=$(answer "$2" "$3" 2>&1)
fact state "$(line_of "$run/state")"
fact decision "$(decision)"
read_left
fact left "$left"
fact problem "$problem"
fact end ok
