#!/bin/sh
# Puts the files of this system in force. Started by switch-to-configuration, and by init at boot.
# shellcheck disable=SC2050,SC2094  # @marks@ are filled in when the system is built
set -eu
export PATH="${PATH:+$PATH:}/usr/bin:/bin"
echo "setting up /etc..."

# Files of the system before that this one does not have.
if [ -d /etc/static ]; then
    (cd /etc/static/ && find . -type f) | while read -r file; do
        [ -e "@out@/etc/$file" ] || rm -f "/etc/$file"
    done
fi
ln -sfn "$(readlink @out@/etc)" /etc/static
(cd @out@/etc/ && find . -type f) | while read -r file; do
    mkdir -p "/etc/$(dirname "$file")"
    ln -sfn "/etc/static/${file#./}" "/etc/$file"
done

# For units to come back after a reboot.
if [ -d /etc/systemd/system ]; then
    mkdir -p /etc/systemd/system/multi-user.target.wants
    find /etc/systemd/system/multi-user.target.wants -xtype l -delete
    while read -r unit; do
        ln -sfn "../$unit" "/etc/systemd/system/multi-user.target.wants/$unit"
    done < @out@/units
fi

if [ "@fail@" = activate ]; then
    echo "Activation script snippet 'shop' failed (1)" >&2
    exit 1
fi

mkdir -p /run
ln -sfn @out@ /run/current-system
