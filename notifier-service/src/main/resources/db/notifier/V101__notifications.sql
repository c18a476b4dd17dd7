-- What is known of each request until its outcome is told, and afterwards that it was.
create table changes (
  request_id  text primary key,
  accepted_at timestamptz,
  -- Type json, not jsonb: a text within may hold U+0000, which jsonb refuses.
  decision    json,
  decided_at  timestamptz,
  -- The newest decision that approved, where the newest of all does not.
  approval    json,
  approved_at timestamptz,
  approvals   int not null default 0,
  stales      int not null default 0,
  ended       json,
  ended_type  text,
  ended_at    timestamptz,
  told_at     timestamptz
);

-- What was told, to whom.
create table notifications (
  id         uuid primary key,
  request_id text        not null,
  kind       text        not null,
  user_id    text        not null,
  payload    jsonb       not null,
  created_at timestamptz not null default clock_timestamp()
);
create index notifications_user on notifications (user_id, created_at);
create index notifications_request on notifications (request_id);

-- Each notification's way through each channel.
create table deliveries (
  notification_id  uuid        not null references notifications on delete cascade,
  delivery_channel text        not null,
  state            text        not null default 'pending' check (state in ('pending', 'delivered', 'parked')),
  delivered        boolean     not null generated always as (state = 'delivered') stored,
  attempts         int         not null default 0,
  next_attempt_at  timestamptz not null default clock_timestamp(),
  delivered_at     timestamptz,
  last_error       text,
  primary key (notification_id, delivery_channel)
);
create index deliveries_due on deliveries (delivery_channel, next_attempt_at) where state = 'pending';
