-- Which request has moved tables to the trash of which target, and when: what still lies there.
create table trash (
  target     text        not null,
  request_id text        not null,
  trashed_at timestamptz not null,
  asked_at   timestamptz,
  asked      int         not null default 0,
  primary key (target, request_id)
);
insert into trash (target, request_id, trashed_at)
select e.target, e.request_id, max(coalesce(e.finished_at, clock_timestamp()))
  from executions e
 where e.state = 'succeeded'
   and jsonb_path_exists(e.decision::jsonb,
         '$.plan.steps[*].statements[*] ? (@ like_regex "^CREATE SCHEMA \"schemawright_trash_")')
   and not exists (
         select from executions later
          where later.target = e.target and later.state = 'succeeded' and later.seq > e.seq
            and jsonb_path_exists(later.decision::jsonb,
                  '$.request.changes[*] ? (@.type == "roll-back" && @.request == $request)',
                  jsonb_build_object('request', e.request_id)))
 group by e.target, e.request_id;
