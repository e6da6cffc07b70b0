#!/bin/sh
# Starts PostgreSQL with its data and its socket in the new folder $1. Says `ready`, or what is missing. Each `restart` that
# it reads restarts the server and is answered with `ready`. When standard input ends, as it does when the tests end in
# whichever way, it stops the server and removes the folder.
set -eu
folder=$1

# Debian has the server's programs outside of PATH.
bin=$(dirname "$(command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)")
[ -x "$bin/initdb" ] || { echo "missing: initdb. On Debian: apt-get install postgresql"; exit 1; }

mkdir -m 700 "$folder"
trap 'rm -rf "$folder"' EXIT
as() { "$@"; }
# The server refuses to run as root.
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  as() { setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }
fi

cd "$folder"
as "$bin/initdb" --pgdata=data --username=bennu --auth=trust --encoding=UTF8 --locale=C --no-sync >init.log 2>&1 ||
  { cat init.log; exit 1; }
trap 'as "$bin/pg_ctl" stop --pgdata=data --mode=immediate --silent >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
# What the tests write need not survive the machine.
as "$bin/pg_ctl" start --pgdata=data --wait --silent --log=server.log \
  --options="-k '$folder' -c listen_addresses= -c fsync=off -c max_connections=200" || { cat init.log; exit 1; }
echo ready
while read -r _; do
  as "$bin/pg_ctl" restart --pgdata=data --wait --silent --mode=immediate --log=server.log || exit 1
  echo ready
done
