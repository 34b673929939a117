#!/bin/sh
# Measure the release build and write bench/README.md.   tests/bench/run.sh BUILD
set -eu
cd "$(dirname "$0")/../.."
cmake -S . -B build/release -DSPEAN_BENCH=ON >/dev/null
cmake --build build/release
exec node tests/bench/run.mjs build/release bench/README.md
