#!/bin/sh
# Serve the store of a folder; make it first when there is none.   tools/run.sh PROGRAM FOLDER ADDRESS
set -eu
program=$1 folder=$2 address=$3
if [ ! -e "$folder/spean.db" ]; then
	"$program" init "$folder"
fi
exec "$program" serve --store "$folder" --listen "$address"
