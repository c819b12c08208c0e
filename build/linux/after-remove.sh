#!/bin/sh
# Runs as root after the files are gone. In an upgrade the new version is in place already, and nothing is to be done:
# dpkg says so by a word, rpm by how many versions are left.
set -e

case "$1" in
  remove | purge | 0) ;;
  *) exit 0 ;;
esac

rm -f '/usr/bin/${executable}'
profile='/etc/apparmor.d/${executable}'
if [ -e "$profile" ]; then
  if [ -d /sys/kernel/security/apparmor ] && command -v apparmor_parser >/dev/null; then
    apparmor_parser --remove "$profile" || true
  fi
  rm -f "$profile"
fi

echo '${sanitizedProductName} is removed. What was written with it is not: it lies in ~/.config/${sanitizedProductName} of each person'
echo 'who used it (or where they chose), and a later installation finds it there. Delete that folder only if nobody needs it.'
