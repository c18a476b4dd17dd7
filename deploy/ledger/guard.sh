#!/bin/sh
# Runs at each start of docker-compose.yml, as superuser: guards the ledger of each target and makes its event trigger, as
# executor-service/README.md has it. Apart from ../postgres/init.sh, which sees an empty data directory only.
set -eu
ledger=${LEDGER_SCRIPTS:-/schemawright/ledger}

guard() { # target, key
  PGOPTIONS="-c client_min_messages=warning" \
    psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --dbname "$1" --file "$ledger/tables.sql"
  PGOPTIONS="-c schemawright.executor=schemawright_executor -c schemawright.key=$2" \
    psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --dbname "$1" --file "$ledger/guard.sql"
  psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --dbname "$1" --file "$ledger/event-trigger.sql"
}

guard sandbox "$LEDGER_SANDBOX_PASSWORD"
guard orders "$LEDGER_ORDERS_PASSWORD"
