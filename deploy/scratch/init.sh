#!/bin/sh
# The role with which policy makes and wipes its scratch databases, and makes for each a role
# that may do nothing outside of it.
set -eu
psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --username "${POSTGRES_USER:-postgres}" --dbname postgres \
  -v password="$POSTGRES_SCRATCH_PASSWORD" <<'SQL'
revoke all on database postgres from public;
revoke all on database template1 from public;
create role schemawright_scratch login createdb createrole nosuperuser noreplication nobypassrls password :'password';
grant connect on database postgres to schemawright_scratch;
SQL
