-- The versions of the policy sets: a decision names the one it was made under.
create table policy_sets (
  name         text        not null,
  version      int         not null,
  content      jsonb       not null,
  published_at timestamptz not null default clock_timestamp(),
  primary key (name, version)
);

-- Every decision as it was published. Policy itself decides from its state stores, never from here.
create table decisions (
  event_id           text        primary key,
  request_id         text        not null,
  target             text        not null,
  revision           int         not null,
  number             int         not null,
  verdict            text        not null,
  risk               text        not null,
  plan_fingerprint   text,
  policy_set         text        not null,
  policy_set_version int         not null,
  decided_at         timestamptz not null,
  content            jsonb       not null,
  recorded_at        timestamptz not null default clock_timestamp(),
  unique (request_id, revision, number)
);
create index decisions_target on decisions (target, decided_at);

-- Every word that somebody gave, whether it counted or not.
create table reviews (
  event_id    text        primary key,
  request_id  text        not null,
  target      text        not null,
  reviewer    text        not null,
  verified    boolean     not null,
  word        text        not null,
  given_at    timestamptz not null,
  content     jsonb       not null,
  recorded_at timestamptz not null default clock_timestamp()
);
create index reviews_request on reviews (request_id);
