#!/bin/sh
# Runs at each start of docker-compose.yml, as superuser: guards the ledger of each target, as executor-service/README.md
# has it. Apart from ../postgres/init.sh, which sees an empty data directory only.
set -eu
ledger=${LEDGER_SCRIPTS:-/schemawright/ledger}

guard() { # target, key
  PGOPTIONS="-c client_min_messages=warning" \
    psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --dbname "$1" --file "$ledger/tables.sql"
  PGOPTIONS="-c schemawright.executor=schemawright_executor -c schemawright.key=$2" \
    psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --dbname "$1" --file "$ledger/guard.sql"
}

guard sandbox "$LEDGER_SANDBOX_PASSWORD"
guard orders "$LEDGER_ORDERS_PASSWORD"
