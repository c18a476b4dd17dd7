-- Events that the service owes: written with the transaction that caused them, deleted once the broker has them.
create table outbox (
  id            bigint generated always as identity primary key,
  lane          smallint    not null,
  topic         text        not null,
  key           bytea,
  header_names  text[]      not null,
  header_values bytea[]     not null,
  payload       bytea,
  created_at    timestamptz not null default clock_timestamp()
);
create index outbox_lane on outbox (lane, id);

-- The events a reader has taken in, each once: a repeated event finds itself here.
create table inbox (
  reader      text        not null,
  event_id    text        not null,
  received_at timestamptz not null default clock_timestamp(),
  primary key (reader, event_id)
);
create index inbox_received_at on inbox using brin (received_at);

-- The partitions a reader has begun to read: from then on a missing offset is a fault, not a first start.
create table reader_partition (
  reader    text not null,
  topic     text not null,
  partition int  not null,
  primary key (reader, topic, partition)
);

-- How many partitions each topic had when the service first saw it: another number would remap every key.
create table topic_partitions (
  topic      text primary key,
  partitions int not null
);
