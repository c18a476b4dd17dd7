-- A plan that was cancelled half-way has run something, and undone it.
alter table schema_changes_audit
  drop constraint schema_changes_audit_outcome_check,
  add constraint schema_changes_audit_outcome_check check (outcome in ('succeeded', 'failed', 'cancelled'));
