#!/bin/sh
# Builds the libFuzzer programs in BUILD and runs each for MINUTES, from the committed corpus.
# New inputs go to BUILD/corpus, so the tree stays as it is; copy those that matter by hand.
# Usage: tests/fuzz/run.sh BUILD [MINUTES [TOPIC...]]
set -eu
build=${1:?usage: run.sh BUILD [MINUTES [TOPIC...]]}
seconds=$(awk -v minutes="${2:-10}" 'BEGIN { printf "%d", minutes * 60 }')
here=$(dirname "$0")
shift
if [ $# -gt 0 ]; then
	shift
fi
if [ $# -eq 0 ]; then
	for source in "$here"/*_fuzz.c; do
		set -- "$@" "$(basename "$source" _fuzz.c)"
	done
fi

test -e "$build/build.ninja" || cmake -S "$here/../.." -B "$build" -G Ninja \
	-DCMAKE_C_COMPILER=clang-14 -DCMAKE_BUILD_TYPE=Debug -DSPEAN_FUZZ=ON >/dev/null
for topic in "$@"; do
	cmake --build "$build" --target "fuzz_$topic"
done
for topic in "$@"; do
	echo "fuzz: $topic for $seconds s"
	mkdir -p "$build/corpus/$topic"
	if ! "$build/tests/fuzz/fuzz_$topic" -max_total_time="$seconds" -max_len=65536 -timeout=10 \
		-rss_limit_mb=1024 -artifact_prefix="$build/corpus/$topic-failed-" \
		"$build/corpus/$topic" "$here/corpus/$topic" 2>"$build/corpus/$topic.log"; then
		tail -n 60 "$build/corpus/$topic.log"
		echo "fuzz: $topic failed; the input is $build/corpus/$topic-failed-*" >&2
		exit 1
	fi
	tail -n 1 "$build/corpus/$topic.log"
done
