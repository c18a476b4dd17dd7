#!/bin/sh
# Runs once, on an empty data directory: a database and a role for each service, which can connect to its own only, and
# the targets with the executor's role on them.
set -eu
: "${POSTGRES_USER:=postgres}"

psql() {
  command psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --username "$POSTGRES_USER" "$@"
}

psql --dbname postgres <<'SQL'
revoke all on database postgres from public;
revoke all on database template1 from public;
SQL

role() { # name, password
  psql --dbname postgres -v role="$1" -v password="$2" <<'SQL'
create role :"role" login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'password';
SQL
}

database() { # name, owner
  psql --dbname postgres -v name="$1" -v owner="$2" <<'SQL'
create database :"name" owner :"owner";
revoke all on database :"name" from public;
SQL
  psql --dbname "$1" -v owner="$2" <<'SQL'
alter schema public owner to :"owner";
revoke all on schema public from public;
SQL
}

role intake "$POSTGRES_INTAKE_PASSWORD"
role policy "$POSTGRES_POLICY_PASSWORD"
role executor "$POSTGRES_EXECUTOR_PASSWORD"
role notifier "$POSTGRES_NOTIFIER_PASSWORD"
role schemawright_executor "$POSTGRES_TARGETS_PASSWORD"

for service in intake policy executor notifier; do
  database "$service" "$service"
done
for target in sandbox orders; do
  database "$target" schemawright_executor
done
