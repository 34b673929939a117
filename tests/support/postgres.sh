#!/bin/sh
# A PostgreSQL of the tests' own: no network, a folder that goes away, nothing of the system's server.
#
#   postgres.sh start BUILD            start one; its address stands in BUILD/tests/postgres/url
#   postgres.sh stop BUILD             stop it and remove its folder
#   postgres.sh run BUILD COMMAND...   start, run COMMAND with SPEAN_TEST_POSTGRES set, stop
#
# The server also stops by itself when the program that asked for it (ctest, or a shell) has gone,
# however that one ended: a guard process looks every second.
set -eu

usage() {
	sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
	exit 2
}

[ $# -ge 2 ] || usage
verb=$1
build=$(cd "$2" && pwd)
shift 2
notes=$build/tests/postgres

# PostgreSQL refuses to run as root: then it runs as the user that its Debian package made.
as_server() (
	cd /
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"
	else
		"$@"
	fi
)

find_programs() {
	for folder in /usr/lib/postgresql/15/bin "$(pg_config --bindir 2>/dev/null || true)"; do
		if [ -x "$folder/initdb" ]; then
			programs=$folder
			return
		fi
	done
	echo "postgres.sh: no initdb of PostgreSQL 15; install the package postgresql-15" >&2
	exit 1
}

# Run by the guard: wait for the owner to go, then end the server.
guard() {
	while kill -0 "$owner" 2>/dev/null && [ -d "$folder/data" ]; do
		sleep 1
	done
	end_server
}

end_server() {
	if [ -s "$folder/data/postmaster.pid" ]; then
		as_server "$programs/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
	fi
	rm -rf "$folder"
}

start() {
	find_programs
	stop
	mkdir -p "$notes"
	# In memory if there is room; short, because the name of a socket may have 107 bytes at most.
	parent=/tmp
	if [ -w /dev/shm ] && [ "$(df -Pk /dev/shm | awk 'END { print $4 }')" -gt 1000000 ]; then
		parent=/dev/shm
	fi
	folder=$(mktemp -d $parent/spean-pg-XXXXXX)
	if [ "$(id -u)" -eq 0 ]; then
		chown postgres: "$folder"
	fi
	as_server "$programs/initdb" -D "$folder/data" -U spean -A trust -E UTF8 --locale=C --no-sync \
		>"$notes/initdb.log" 2>&1 || {
		cat "$notes/initdb.log" >&2
		rm -rf "$folder"
		exit 1
	}
	# Nothing of this server is to outlive a crash, so it need not wait for the disk.
	as_server "$programs/pg_ctl" -D "$folder/data" -w -t 60 -l "$folder/log" -o "-c listen_addresses='' \
		-c unix_socket_directories=$folder -c fsync=off -c full_page_writes=off \
		-c synchronous_commit=off -c max_connections=100 -c shared_buffers=32MB" \
		start >"$notes/start.log" 2>&1 || {
		cat "$notes/start.log" "$folder/log" >&2
		rm -rf "$folder"
		exit 1
	}
	echo "$folder" >"$notes/folder"
	echo "postgresql://spean@/postgres?host=$folder" >"$notes/url"
	(
		trap '' HUP INT
		guard
	) </dev/null >/dev/null 2>&1 &
}

stop() {
	if [ -s "$notes/folder" ]; then
		folder=$(cat "$notes/folder")
		rm -f "$notes/folder" "$notes/url"
		find_programs
		case $folder in
		/tmp/spean-pg-* | /dev/shm/spean-pg-*) end_server ;;
		esac
	fi
}

case $verb in
start)
	owner=$PPID
	start
	;;
stop)
	stop
	;;
run)
	[ $# -ge 1 ] || usage
	owner=$$
	trap stop EXIT
	trap 'exit 1' INT TERM HUP
	start
	SPEAN_TEST_POSTGRES=$(cat "$notes/url") "$@"
	;;
*)
	usage
	;;
esac
