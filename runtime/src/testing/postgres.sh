#!/bin/sh
# Starts PostgreSQL with its data and its socket in the new folder $1; where there is a $2, also on the port $2 of the loopback
# device, encrypted with `server.crt` and `server.key` of the folder $3. Says `ready`, or what is missing. Each `restart` that
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
options="-k '$folder' -c listen_addresses= -c fsync=off -c max_connections=200"
if [ -n "${2-}" ]; then
  cp "$3/server.crt" "$3/server.key" .
  chmod 600 server.key
  if [ "$(id -u)" = 0 ]; then chown postgres server.crt server.key; fi
  options="-k '$folder' -c listen_addresses=127.0.0.1 -c port=$2 -c ssl=on \
    -c ssl_cert_file='$folder/server.crt' -c ssl_key_file='$folder/server.key' -c fsync=off"
fi
as "$bin/initdb" --pgdata=data --username=bennu --auth=trust --encoding=UTF8 --locale=C --no-sync >init.log 2>&1 ||
  { cat init.log; exit 1; }
trap 'as "$bin/pg_ctl" stop --pgdata=data --mode=immediate --silent >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
# What the tests write need not survive the machine.
as "$bin/pg_ctl" start --pgdata=data --wait --silent --log=server.log \
  --options="$options" || { cat init.log; exit 1; }
echo ready
while read -r _; do
  as "$bin/pg_ctl" restart --pgdata=data --wait --silent --mode=immediate --log=server.log || exit 1
  echo ready
done
