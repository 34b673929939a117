#!/bin/sh
# Compile the database once.   tools/sqlite.sh SOURCE ARCHIVE FLAGS...
set -eu
source=$1 archive=$2
shift 2
[ ! -e "$archive" ] || exit 0
mkdir -p "$(dirname "$archive")"
# Two build folders may come here at once: each works on files of its own, the last rename wins.
object=$archive.$$.o
gcc "$@" -c "$source" -o "$object"
ar rcs "$archive.$$" "$object"
mv "$archive.$$" "$archive"
rm -f "$object"
