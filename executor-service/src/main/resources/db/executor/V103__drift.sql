-- What was published of each object, so that a change that nobody requested can be named; empty for what was published
-- before this column was there.
alter table catalog_objects add column definition json;
