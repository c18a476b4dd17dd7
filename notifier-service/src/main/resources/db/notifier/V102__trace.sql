-- The W3C trace context that a delivery goes on with.
alter table notifications add column trace text;
