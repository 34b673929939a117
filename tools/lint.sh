#!/bin/sh
# Formatting, clang-tidy and cppcheck over our own C. Quiet when all is clean.
#
#   tools/lint.sh [FILE...]     only these C files; without any, all of src/, tools/ and tests/
#
# Tests are formatted like the rest, but only the compiler and the sanitizers judge them.
#
# Works on build/lint, which is configured but, generated headers apart, never built.
set -eu
cd "$(dirname "$0")/.."
build=build/lint
formatter=$(command -v clang-format-14 || command -v clang-format)
tidier=$(command -v clang-tidy-14 || command -v clang-tidy)

if [ $# -gt 0 ]; then
	files=$*
else
	files=$(find src tools tests -name '*.[ch]' | sort)
fi
sources=$(printf '%s\n' $files | grep '^\(src\|tools\)/.*\.c$' || true)

failed=0
# shellcheck disable=SC2086 # a list of names
printf '%s\n' $files | xargs "$formatter" --dry-run -Werror || failed=1

cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DSPEAN_SANITIZE=ON >/dev/null
# Generated headers, made here and not by their targets, which would build the libraries below first.
cmake --build "$build" --target sqlgen ring_paths >"$build/tools.log" || {
	cat "$build/tools.log" >&2
	exit 1
}
"$build/tools/sqlgen" "$build/generated" sql/migrations/*.sql sql/keys/*.sql sql/query/*.sql \
	sql/engine/*.sql
"$build/tools/ring_paths" "$build/generated/ring_paths.h"

[ -n "$sources" ] || exit "$failed"

# clang-tidy counts what it left out on stderr; findings go to stdout.
# shellcheck disable=SC2086 # a list of names
printf '%s\n' $sources | xargs -P 2 -n 4 "$tidier" -p "$build" --quiet \
	--extra-arg=-Wno-unknown-warning-option --extra-arg="-I$PWD/src" --extra-arg=-include \
	--extra-arg="$PWD/tools/lint.h" 2>"$build/tidy.log" || {
	failed=1
	grep -v 'warnings\{0,1\} generated\|^Suppressed\|^Use -header-filter' "$build/tidy.log" >&2 || true
}

# Suppressed kinds of finding stand in tools/cppcheck.txt with their reason.
printf '%s\n' "$sources" | cppcheck --file-list=- -j 2 --quiet --error-exitcode=1 \
	--enable=warning,performance,portability --inline-suppr --std=c11 --language=c \
	--suppressions-list=tools/cppcheck.txt -I src -I "$build/generated" -D_GNU_SOURCE || failed=1
exit "$failed"
