-- Run by a superuser in a target, after tables.sql, with the settings schemawright.executor (the role that the executor
-- logs in as) and schemawright.key (its SCHEMAWRIGHT_TARGET_<NAME>_LEDGER_KEY, 32 characters or more). Gives the ledger
-- to a role that nobody logs in as and nobody is a member of. Repeatable; a new key takes the place of the old one.
do $guard$
declare
  executor text := current_setting('schemawright.executor');
begin
  if exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              where n.nspname = 'schemawright' and (c.relhastriggers or c.relhasrules)) then
    raise exception 'a table of schema schemawright has a trigger or a rule, which would run as its new owner'
      using hint = 'Find out whose it is and drop it first.';
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'schemawright_ledger') then
    create role schemawright_ledger nologin;
  end if;
  alter schema schemawright owner to schemawright_ledger;
  alter table schemawright.ledger owner to schemawright_ledger;
  alter table schemawright.undo owner to schemawright_ledger;
  alter table schemawright.backfill_progress owner to schemawright_ledger;
  alter table schemawright.ledger_key owner to schemawright_ledger;
  alter function schemawright.record(text, bytea) owner to schemawright_ledger;
  execute format('revoke all on schema schemawright from %I', executor);
  execute format('revoke all on all tables in schema schemawright from %I', executor);
  execute format('grant usage on schema schemawright to %I', executor);
  execute format(
    'grant select on schemawright.ledger, schemawright.undo, schemawright.backfill_progress to %I', executor);
  execute format('grant execute on function schemawright.record(text, bytea) to %I', executor);
  insert into schemawright.ledger_key (key) values (current_setting('schemawright.key'))
    on conflict (singleton) do update set key = excluded.key;
end
$guard$;
