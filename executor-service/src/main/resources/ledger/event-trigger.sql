-- Run by a superuser in a target, after tables.sql: from then on the executor hears at once when somebody else has
-- altered it, and looks. Repeatable. To take it back: drop event trigger schemawright_ddl; drop event trigger schemawright_drop.
--
-- It is not to be felt by those who alter something: every fault is swallowed, and nobody needs a right for it. It stays
-- silent where to notify could make them fail: a transaction that has notified cannot be prepared, and none commits while the
-- queue of notifications is full (PostgreSQL manual, PREPARE TRANSACTION and NOTIFY). What is temporary and what alters
-- no definition is not told, because transactions that notify commit one after the other.
create or replace function schemawright.tell_of_ddl() returns event_trigger
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $tell$
begin
  if current_setting('application_name') = 'schemawright-executor'
     or current_setting('max_prepared_transactions') <> '0'
     or pg_notification_queue_usage() > 0.5 then
    return;
  end if;
  if tg_event = 'sql_drop' then
    if exists (select from pg_event_trigger_dropped_objects() where not is_temporary) then
      perform pg_notify('schemawright_ddl', '');
    end if;
  elsif exists (select from pg_event_trigger_ddl_commands()
                 where schema_name is distinct from 'pg_temp'
                   and command_tag not in ('REFRESH MATERIALIZED VIEW', 'REINDEX', 'GRANT', 'REVOKE')) then
    perform pg_notify('schemawright_ddl', '');
  end if;
exception when others then
  null;
end
$tell$;

do $install$
begin
  if not exists (select from pg_catalog.pg_event_trigger where evtname = 'schemawright_ddl') then
    create event trigger schemawright_ddl on ddl_command_end execute function schemawright.tell_of_ddl();
  end if;
  if not exists (select from pg_catalog.pg_event_trigger where evtname = 'schemawright_drop') then
    create event trigger schemawright_drop on sql_drop execute function schemawright.tell_of_ddl();
  end if;
end
$install$;
