#!/bin/sh
# PID 1 of an embedded host: makes the host's file system, boots its system, then lives for as long as its standard input is
# open. When it ends, the kernel ends everything else on the host with it.
# usage: sh host-init.sh NAME DIRECTORY NIX_SIZE     in new mount, PID and UTS namespaces, as root of them.
#        NIX_SIZE: how much /nix holds, such as 20m, and it is then empty at each boot; or "unlimited".
set -eu
name=$1 directory=$2 nix_size=$3
disk=$directory/disk
exec 3<&0 < /dev/null

# --- the disk: what outlives a reboot -------------------------------------------------------------------------------------

first_boot() {
    mkdir -p "$disk"
    cd "$disk"
    mkdir -p boot dev etc/nix home mnt nix/store nix/var/nix proc root run sys tmp usr var/lib var/log
    for folder in bin sbin lib lib32 lib64 libx32; do
        if [ -L "/$folder" ]; then cp -P "/$folder" .; elif [ -d "/$folder" ]; then mkdir "$folder"; fi
    done
    # What programs of this machine want to find.
    for file in ld.so.cache ld.so.conf ld.so.conf.d; do
        [ ! -e "/etc/$file" ] || cp -R -P "/etc/$file" etc/
    done
    [ ! -d /etc/alternatives ] || mkdir etc/alternatives
    chmod 700 root
    echo "root:x:0:0:root:/root:/bin/sh" > etc/passwd
    echo "root:x:0:" > etc/group
    echo "127.0.0.1 localhost $name" > etc/hosts
    echo "$name" > etc/hostname
    printf 'passwd: files\ngroup: files\nhosts: files\n' > etc/nsswitch.conf
    printf 'ID=embedded\nPRETTY_NAME="Embedded host"\n' > etc/os-release
    cat > etc/nix/nix.conf << END
build-users-group =
experimental-features = nix-command flakes
flake-registry =
sandbox = false
substituters =
END
    printf 'export PATH=%s\n' "$path" > etc/set-environment
    touch etc/booted-before
}

# --- the programs: this machine's own, read where they are ----------------------------------------------------------------

path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
nix=$(readlink -f "$(command -v nix)") || { echo "nix is not installed on this machine" >&2; exit 1; }
case $nix in
    /nix/store/*) from_store=1 path=$(dirname "$nix"):$(readlink -f /run/current-system/sw/bin || true):$path ;;
    *) from_store= ;;
esac

[ -e "$disk/etc/booted-before" ] || first_boot
mount --bind "$disk" "$disk"
cd "$disk"
for folder in usr bin sbin lib lib32 lib64 libx32; do
    [ ! -d "/$folder" ] || [ -L "/$folder" ] || mount --rbind "/$folder" "$folder"
done
mount -o remount,bind,ro usr
# Hundreds of links: mounted sooner than copied.
[ ! -d etc/alternatives ] || mount --bind /etc/alternatives etc/alternatives
mount --rbind /dev dev
mount --rbind /sys sys
mount -t proc proc proc
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
if [ "$nix_size" != unlimited ]; then
    mount -t tmpfs -o "mode=755,size=$nix_size" tmpfs nix
    mkdir -p nix/store nix/var/nix
fi
# Where Nix itself comes from a Nix store, the host sees that store's files below its own. Its database knows none of them.
if [ "$from_store" ]; then
    mkdir -p "$directory/overlay"
    mount -t overlay -o "lowerdir=/nix/store,upperdir=$disk/nix/store,workdir=$directory/overlay" overlay nix/store
fi

# --- a kernel of its own, as far as it shows ------------------------------------------------------------------------------

cat proc/sys/kernel/random/uuid > run/boot_id
mount --bind run/boot_id proc/sys/kernel/random/boot_id
hostname "$name" 2> /dev/null || echo "$name" > proc/sys/kernel/hostname

mkdir -p mnt/machine
pivot_root . mnt/machine
cd /
umount -l /mnt/machine

# --- boot -----------------------------------------------------------------------------------------------------------------

# shellcheck source=/dev/null
. /etc/set-environment
if [ -e /boot/loader/convoy-default ]; then
    read -r system < /boot/loader/convoy-default
    "$system/init" > /var/log/boot.log 2>&1 || echo "$system did not boot: see /var/log/boot.log" >&2
fi
echo up

# A pipe that nobody writes to: it ends when whoever started this host ends, in whatever way. "wait" also collects orphans.
cat <&3 > /dev/null &
wait $!
