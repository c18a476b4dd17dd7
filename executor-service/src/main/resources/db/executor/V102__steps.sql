-- The steps of a plan that were told as done while it ran: they are not told again at its end.
alter table executions add column told_steps int[] not null default '{}';
