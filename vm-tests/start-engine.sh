#!/bin/sh
# usage: start-engine.sh           Starts a container engine for the container hosts where none answers. Needs root.
#        start-engine.sh --stop    Ends the engine that this script started, and only that one.
#
# An engine that runs already, or that DOCKER_HOST names, is used as it is. Else dockerd is started with its data under
# /var/lib/docker; the overlay driver where the file system can carry it, plain copies (vfs) where not; with iptables, because
# hosts have addresses of their own and fault tests cut them off. Its log and process id are in $state.
set -eu
state=/run/convoy-engine
export PATH="$PATH:/usr/sbin:/sbin"

say() { printf 'engine: %s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

if [ "${1:-}" = --stop ]; then
    [ -e "$state/pid" ] || stop "none that was started here"
    kill "$(cat "$state/pid")" && rm "$state/pid" && say "stopped"
    exit
fi

# Every host's systemd takes about ten inotify instances, and all of them count as root's: 128 are used up by a dozen hosts.
raise_inotify_limit() {
    limit=/proc/sys/fs/inotify/max_user_instances
    [ "$(cat $limit)" -ge 8192 ] && return
    if [ -w $limit ] && echo 8192 > $limit 2> /dev/null; then
        say "raised fs.inotify.max_user_instances to 8192, until the next boot"
    else
        say "fs.inotify.max_user_instances is $(cat $limit): more than a dozen hosts at once will come up degraded"
    fi
}

storage_driver() {
    probe=$(mktemp -d /var/lib/docker/probe.XXXXXX)
    mkdir "$probe/lower" "$probe/upper" "$probe/work" "$probe/merged"
    driver=vfs
    if mount -t overlay overlay -o "lowerdir=$probe/lower,upperdir=$probe/upper,workdir=$probe/work" "$probe/merged" 2> /dev/null; then
        umount "$probe/merged"
        driver=overlay2
    fi
    rm -rf "$probe"
    echo $driver
}

if docker version > /dev/null 2>&1; then
    say "$(docker version --format '{{.Server.Version}}') answers"
    [ "$(id -u)" != 0 ] || raise_inotify_limit
    exit
fi
[ "$(id -u)" = 0 ] || stop "none answers, and only root can start one: run this script as root"
command -v dockerd > /dev/null || stop "docker is missing. On Debian and Ubuntu: apt-get install docker.io"

mkdir -p "$state" /var/lib/docker
raise_inotify_limit
driver=$(storage_driver)
say "starting dockerd, data in /var/lib/docker, storage driver $driver, log in $state/log"
setsid dockerd --storage-driver "$driver" --pidfile "$state/dockerd.pid" > "$state/log" 2>&1 < /dev/null &
echo $! > "$state/pid"
tries=0
until docker version > /dev/null 2>&1; do
    tries=$((tries + 1))
    if [ $tries -gt 60 ] || ! kill -0 "$(cat "$state/pid")" 2> /dev/null; then
        tail -n 20 "$state/log" >&2
        stop "did not start; the end of its log is above"
    fi
    sleep 0.5
done
say "$(docker version --format '{{.Server.Version}}') is up"
