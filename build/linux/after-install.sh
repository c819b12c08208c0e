#!/bin/sh
# Runs as root after the files are in place, at a first installation and at every upgrade (deb and rpm).
set -e

folder='/opt/${sanitizedProductName}'
profile='/etc/apparmor.d/${executable}'

ln -sf "$folder/${executable}" '/usr/bin/${executable}'

# AppArmor older than 4 does not know the profile, and a file it cannot read would trouble its next start.
if command -v apparmor_parser >/dev/null && apparmor_parser --skip-kernel-load "$folder/resources/apparmor-profile" >/dev/null 2>&1; then
  cp "$folder/resources/apparmor-profile" "$profile"
  # Nothing to load into where there is no such kernel (in a container, while an image is made).
  if [ -d /sys/kernel/security/apparmor ]; then apparmor_parser --replace --write-cache "$profile" || true; fi
fi

# Chromium makes its sandbox of user namespaces; where the system keeps them from its users, of a helper that root owns.
may_make_namespaces() {
  if [ -d /sys/kernel/security/apparmor ] && [ -e "$profile" ]; then return 0; fi
  runuser -u nobody -- unshare --user --map-root-user true >/dev/null 2>&1
}
if may_make_namespaces; then chmod 0755 "$folder/chrome-sandbox"; else chmod 4755 "$folder/chrome-sandbox"; fi
