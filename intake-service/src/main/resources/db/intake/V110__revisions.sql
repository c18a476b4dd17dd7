-- Changed requests under the id of one that a reviewer wanted changes of, each an answer to that.
create table request_revisions (
  request_id   text        not null references requests,
  revision     int         not null check (revision > 1),
  content_hash text        not null,
  body         json        not null,
  received_at  timestamptz not null,
  primary key (request_id, revision),
  unique (request_id, content_hash)
);
