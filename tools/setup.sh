#!/bin/sh
# Install what the build (and, with `test` or `lint`, the tests and checks) need: Debian packages from
# packages/debian.txt, npm packages from package-lock.json. Does nothing when all is there.
#
#   tools/setup.sh [test] [lint]
set -eu
cd "$(dirname "$0")/.."

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo >/dev/null 2>&1; then
		sudo "$@"
	else
		echo "setup: not root, and no sudo: run this as root: $*" >&2
		exit 1
	fi
}

wanted=$(grep -v '^#' packages/debian.txt | while read -r what package; do
	case " build $* " in *" $what "*) echo "$package" ;; esac
done)
command -v npm >/dev/null 2>&1 || wanted="$wanted nodejs npm"

missing=
for package in $wanted; do
	status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
	[ "$status" = installed ] || missing="$missing $package"
done
if [ -n "$missing" ]; then
	echo "setup: installing$missing"
	as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
	# shellcheck disable=SC2086 # a list of names
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
		--no-install-recommends $missing >/dev/null
fi

# npm writes this file last; a lock file newer than it means that something changed.
stamp=node_modules/.package-lock.json
if [ ! -e "$stamp" ] || [ package-lock.json -nt "$stamp" ]; then
	echo "setup: fetching npm packages"
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch "$stamp"
fi
