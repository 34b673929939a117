#!/bin/sh
# Compile the database once.   tools/sqlite.sh SOURCE ARCHIVE FLAGS...
set -eu
source=$1 archive=$2
shift 2
[ ! -e "$archive" ] || exit 0
mkdir -p "$(dirname "$archive")"
# Two build folders may come here at once: each works on files of its own, the last rename wins.
mine=$archive.$$
# SQLite3 Multiple Ciphers 2.4.0 passes on a read that was too short, and takes any other failed read
# for a good one: after a crash, a log that cannot be read would be taken for an empty one, and what
# was acknowledged would be gone. Mended upstream after that version (pull request 272).
dropped='if (rc == SQLITE_IOERR_SHORT_READ)'
[ "$(grep -cF "$dropped" "$source")" = 2 ] || { echo "sqlite.sh: not the source it was written for" >&2; exit 1; }
sed "s/$dropped/if (rc != SQLITE_OK)/" "$source" >"$mine.c"
gcc "$@" -c "$mine.c" -o "$mine.o"
ar rcs "$mine" "$mine.o"
mv "$mine" "$archive"
rm -f "$mine.c" "$mine.o"
