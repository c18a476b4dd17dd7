-- What became of each request. Everything below is made from topics and could be made again.
create table schema_requests (
  id                bigint      generated always as identity primary key,
  request_id        text        not null unique,
  content_hash      text,
  target            text,
  requester_user_id text,
  owner             text,
  schema_name       text,
  request_payload   jsonb,
  form              text,
  channel           text,
  status            text        not null,
  explanation       text,
  progress          jsonb       not null,
  problems          jsonb,
  -- The latest decision as policy published it: plan, findings, risk, verdict.
  decision          jsonb,
  created_at        timestamptz not null,
  processed_at      timestamptz
);
create index schema_requests_status on schema_requests (status, id);
create index schema_requests_requester on schema_requests (requester_user_id, id);
create index schema_requests_target on schema_requests (target, id);

create table request_events (
  id         bigint      generated always as identity,
  request_id text        not null,
  event_id   text        not null,
  type       text        not null,
  at         timestamptz not null,
  summary    text        not null,
  details    jsonb       not null,
  primary key (request_id, event_id)
);

create table targets (
  name          text        primary key,
  environment   text        not null,
  postgres      text        not null,
  extensions    text[]      not null,
  reachable     boolean     not null,
  detail        text        not null,
  updated_at    timestamptz not null
);

create table schema_registry (
  id          bigint      generated always as identity primary key,
  target      text        not null,
  object_key  text        not null,
  kind        text        not null,
  schema_name text        not null,
  name        text        not null,
  description text,
  owner       text,
  is_active   boolean     not null default true,
  version     bigint      not null,
  request_id  text,
  fingerprint text        not null,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  unique (target, object_key)
);

create table schema_fields (
  id            bigint  generated always as identity primary key,
  schema_id     bigint  not null references schema_registry on delete cascade,
  position      int     not null,
  field_name    text    not null,
  field_type    text    not null,
  is_nullable   boolean not null,
  default_value text,
  metadata      jsonb   not null default '{}',
  unique (schema_id, field_name)
);
