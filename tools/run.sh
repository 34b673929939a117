#!/bin/sh
# Serve the store of a folder; when there is none, make a demo first: fictitious people whose sign-ins
# are printed (and kept in FOLDER/demo.txt).   tools/run.sh PROGRAM FOLDER ADDRESS
set -eu
program=$1 folder=$2 address=$3
if [ ! -e "$folder/spean.db" ]; then
	"$program" init "$folder"
	(umask 077 && "$program" demo --store "$folder" >"$folder/demo.txt")
fi
if [ -e "$folder/demo.txt" ]; then
	cat "$folder/demo.txt"
fi
exec "$program" serve --store "$folder" --listen "$address"
