#!/bin/sh
# PostgreSQL as an ordinary user in /data; its administrator's password is in POSTGRES_PASSWORD. Fast and forgetful.
set -eu
data=/data/postgres
if [ ! -s "$data/PG_VERSION" ]; then
  printf '%s' "$POSTGRES_PASSWORD" >/tmp/password
  initdb -D "$data" -U postgres --pwfile=/tmp/password -A scram-sha-256 -E UTF8 --locale=C --no-sync
  rm /tmp/password
  echo 'host all all all scram-sha-256' >>"$data/pg_hba.conf"
fi
exec postgres -D "$data" -c listen_addresses='*' -c unix_socket_directories=/tmp -c max_connections=300 -c timezone=UTC \
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off
