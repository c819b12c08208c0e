#!/bin/sh
# Runs a command in a root of its own: enter-root.sh <folder> <program> [arguments]. Started as init of new namespaces
# (unshare --mount --pid --ipc --uts). A mere chroot would not do: the kernel lets nobody in one make user namespaces,
# and Chromium's sandbox could not be seen at work.
set -e
folder=$1
shift
root=$folder/root

mount --make-rprivate /
mount -t overlay overlay -o "lowerdir=$folder/base,upperdir=$folder/upper,workdir=$folder/work" "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount --bind "$folder/archives" "$root/var/cache/apt/archives"
mount --bind "$folder/debs" "$root/mnt"
if [ -d /tmp/.X11-unix ]; then
  mkdir "$root/tmp/.X11-unix"
  mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
fi
cp /etc/resolv.conf "$root/etc/resolv.conf"

mkdir -p "$root/old"
cd "$root"
pivot_root . old
cd /
umount -l /old
exec "$@"
