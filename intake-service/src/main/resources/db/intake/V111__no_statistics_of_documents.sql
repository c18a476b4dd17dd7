-- Nobody searches these, and ANALYZE, which comes with every tenth that a table grows, sorted a sample of each.
alter table schema_requests
  alter column request_payload set statistics 0,
  alter column progress        set statistics 0,
  alter column problems        set statistics 0,
  alter column decision        set statistics 0;
alter table request_events
  alter column summary set statistics 0,
  alter column details set statistics 0;
alter table schema_fields
  alter column metadata set statistics 0;
