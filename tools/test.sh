#!/bin/sh
# Run every suite of a test build and end with the line `N passed, N failed`.
#
#   tools/test.sh FOLDER [ctest options, for example -L unit]
#
# Test programs say how many of their own cases passed and failed; those are added up. A program that
# dies, hangs or cannot start counts as one failure more, whatever it said before.
set -u
build=$1
shift
log=$build/test.log
ctest --test-dir "$build" --no-tests=error --verbose -j 2 "$@" >"$log" 2>&1
status=$?
# Show the output of the failed ones only, then one line for each program.
awk '
	/^[0-9]+: / { number = $0; sub(/:.*/, "", number); text[number] = text[number] $0 "\n"; next }
	/^ *[0-9]+\/[0-9]+ Test +#[0-9]+:/ {
		match($0, /#[0-9]+/); number = substr($0, RSTART + 1, RLENGTH - 1)
		if ($0 !~ / Passed +[0-9.]+ sec/) { printf "%s", text[number] }
		print
	}
	/^No tests were found|^Errors while|CMake Error/ { print }
' "$log"
awk -v status="$status" '
	/^[0-9]+: .*\[  PASSED  \] [0-9]+ test/ { n = $0; sub(/:.*/, "", n); match($0, /\] [0-9]+/); passed[n] += substr($0, RSTART + 2, RLENGTH - 2) }
	/^[0-9]+: .*\[  FAILED  \] [0-9]+ test/ { n = $0; sub(/:.*/, "", n); match($0, /\] [0-9]+/); failed[n] += substr($0, RSTART + 2, RLENGTH - 2) }
	/^[0-9]+: [0-9]+ passed, [0-9]+ failed/ { n = $0; sub(/:.*/, "", n); passed[n] += $2; failed[n] += $4 }
	/^ *[0-9]+\/[0-9]+ Test +#[0-9]+:/ {
		match($0, /#[0-9]+/); n = substr($0, RSTART + 1, RLENGTH - 1)
		if ($0 ~ / Passed +[0-9.]+ sec/) { if (!passed[n] && !failed[n]) passed[n] = 1 }
		else if (!failed[n]) failed[n] = 1
		seen[n] = 1
	}
	END {
		for (n in seen) { all_passed += passed[n]; all_failed += failed[n] }
		if (status != 0 && !all_failed) all_failed = 1
		printf "%d passed, %d failed\n", all_passed, all_failed
	}
' "$log"
exit "$status"
