-- What Schemawright's executor keeps in a target. It makes this itself where nobody has; guard.sql then puts it out of
-- reach of the statements that are run there. Repeatable.
create schema if not exists schemawright;
revoke all on schema schemawright from public;

create table if not exists schemawright.ledger (
  request_id text        not null,
  plan       text        not null,
  step       int         not null,
  outcome    json        not null,
  applied_at timestamptz not null default clock_timestamp(),
  undone     json,
  primary key (request_id, plan, step)
);
alter table schemawright.ledger add column if not exists undone json;

create table if not exists schemawright.undo (
  request_id  text        not null,
  plan        text        not null,
  decision_id text        not null,
  failure     json        not null,
  begun_at    timestamptz not null default clock_timestamp(),
  primary key (request_id, plan)
);

create table if not exists schemawright.backfill_progress (
  request_id text        not null,
  plan       text        not null,
  step       int         not null,
  last_key   json        not null,
  rows       bigint      not null,
  batches    bigint      not null,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (request_id, plan, step)
);

create table if not exists schemawright.ledger_key (
  singleton boolean primary key default true check (singleton),
  key       text    not null check (length(key) >= 32)
);

-- The only way to write: an entry, sealed with the key, that names the transaction it is written in.
create or replace function schemawright.record(entry text, seal bytea) returns timestamptz
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $body$
declare
  secret  bytea := (select convert_to(k.key, 'UTF8') from schemawright.ledger_key k);
  e       json;
  written timestamptz := clock_timestamp();
begin
  if (seal = sha256(secret || sha256(secret || convert_to(entry, 'UTF8')))) is not true then
    raise insufficient_privilege using message = 'the entry for schemawright.ledger is not sealed with its key';
  end if;
  e := entry::json;
  if (e->>'transaction' = pg_current_xact_id()::text) is not true then
    raise insufficient_privilege using message = 'the entry for schemawright.ledger is for another transaction';
  end if;
  case e->>'what'
  when 'nothing' then
    null;
  when 'done' then
    insert into schemawright.ledger as known (request_id, plan, step, outcome, applied_at)
    values (e->>'requestId', e->>'plan', (e->>'step')::int, e->'content', written)
    on conflict (request_id, plan, step) do update
      set outcome = excluded.outcome, applied_at = excluded.applied_at, undone = null
      where known.undone is not null;
    if not found then
      return null;
    end if;
  when 'undone' then
    update schemawright.ledger l set undone = e->'content'
     where l.request_id = e->>'requestId' and l.plan = e->>'plan' and l.step = (e->>'step')::int;
  when 'undo-begun' then
    delete from schemawright.ledger l
     where l.request_id = e->>'requestId' and l.plan = e->>'plan' and l.undone is not null;
    insert into schemawright.undo (request_id, plan, decision_id, failure, begun_at)
    values (e->>'requestId', e->>'plan', e->>'decisionId', e->'content', written)
    on conflict (request_id, plan) do update
      set decision_id = excluded.decision_id, failure = excluded.failure, begun_at = excluded.begun_at;
  when 'batch' then
    insert into schemawright.backfill_progress as known
           (request_id, plan, step, last_key, rows, batches, changed_at)
    values (e->>'requestId', e->>'plan', (e->>'step')::int, e->'content'->'lastKey',
            (e->'content'->>'rows')::bigint, 1, written)
    on conflict (request_id, plan, step) do update
      set last_key = excluded.last_key, rows = excluded.rows, batches = known.batches + 1,
          changed_at = excluded.changed_at;
  when 'batches-ended' then
    delete from schemawright.backfill_progress p
     where p.request_id = e->>'requestId' and p.plan = e->>'plan' and p.step = (e->>'step')::int;
  end case;
  return written;
end
$body$;
revoke all on function schemawright.record(text, bytea) from public;
