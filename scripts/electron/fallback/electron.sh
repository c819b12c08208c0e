#!/bin/sh
# Started in place of the binary: NODE_OPTIONS is the one way into worker threads and utility processes, and
# Playwright removes it from what it starts.
runtime="$(dirname "$(readlink -f "$0")")"
export NODE_OPTIONS="--require \"$runtime/resources/default_app.asar/node18.cjs\""
exec "$runtime/electron" "$@"
