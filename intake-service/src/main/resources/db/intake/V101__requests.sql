-- The messages that were understood or refused, each once: where a repeated message finds itself.
create table requests (
  request_id   text        primary key,
  content_hash text        not null,
  -- given: by the requester; content: the same words within a day are the same request.
  identity     text        not null check (identity in ('given', 'content')),
  form         text        not null,
  channel      text        not null,
  outcome      text        not null check (outcome in ('accepted', 'rejected')),
  -- As it came. Not jsonb, which cannot hold every text that JSON can.
  body         json        not null,
  sent_at      timestamptz not null,
  received_at  timestamptz not null
);
create index requests_content on requests (content_hash, sent_at) where identity = 'content';

-- Other messages under an id that was taken, each refused once.
create table request_conflicts (
  request_id   text        not null references requests,
  content_hash text        not null,
  body         json        not null,
  received_at  timestamptz not null,
  primary key (request_id, content_hash)
);
