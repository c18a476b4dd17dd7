-- The queue: one row for each plan that was approved for a request.
create table executions (
  seq             bigint      not null generated always as identity,
  request_id      text        not null,
  plan            text        not null,
  target          text        not null,
  objects         text[]      not null,
  depends_on      text[]      not null,
  decision_id     text        not null,
  decision_number int         not null,
  trace           text        not null,
  decision        json        not null,
  state           text        not null
                  check (state in ('scheduled', 'running', 'succeeded', 'failed', 'stale', 'cancelled')),
  queued_at       timestamptz not null default clock_timestamp(),
  next_attempt_at timestamptz not null,
  attempt         int         not null default 0,
  -- Whether an attempt may have committed on the target without our knowing: only its ledger can tell.
  in_doubt        boolean     not null default false,
  retry_reason    text,
  retry_count     int         not null default 0,
  retry_since     timestamptz,
  owner           text,
  epoch           bigint      not null default 0,
  lease_until     timestamptz,
  cancellation    json,
  started_at      timestamptz,
  finished_at     timestamptz,
  failure         json,
  primary key (request_id, plan)
);
create unique index executions_seq on executions (seq);
create index executions_unfinished on executions (seq) where state in ('scheduled', 'running');

-- Who asked, who approved, what ran: a chain of hashes, each row's over its content and the hash before it.
create table schema_changes_audit (
  id             bigint      primary key,
  request_id     text        not null,
  target         text        not null,
  plan           text        not null,
  decision_id    text        not null,
  outcome        text        not null check (outcome in ('succeeded', 'failed')),
  change_summary text        not null,
  migration_sql  text        not null,
  requested_by   text        not null,
  approved_by    text[]      not null,
  applied_by     text        not null,
  applied_at     timestamptz not null,
  prev_hash      text        not null,
  hash           text        not null unique
);
create index schema_changes_audit_request on schema_changes_audit (request_id);

-- The end of the chain; its row lock makes the chain one.
create table audit_head (
  only_row boolean primary key default true check (only_row),
  id       bigint  not null,
  hash     text    not null
);
insert into audit_head (id, hash) values (0, encode(sha256('schema_changes_audit'), 'hex'));

-- What became of changes that nobody but policy approved.
create table auto_create_log (
  id          bigint       primary key generated always as identity,
  schema_name varchar(255) not null,
  table_name  varchar(255) not null,
  action      varchar(50)  not null check (action in ('created', 'skipped', 'failed')),
  details     jsonb        not null,
  created_at  timestamptz  not null default clock_timestamp()
);

-- Each object of each target as it was last published; without a fingerprint it is gone.
create table catalog_objects (
  target      text        not null,
  object      text        not null,
  version     bigint      not null,
  fingerprint text,
  change      text,
  changed_at  timestamptz not null default clock_timestamp(),
  primary key (target, object)
);

-- Each target as it was last published.
create table targets (
  target      text   primary key,
  version     bigint not null,
  description json   not null
);
