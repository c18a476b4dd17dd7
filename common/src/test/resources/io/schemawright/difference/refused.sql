--- partition key
--- before
CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);
--- after
CREATE TABLE t (a int, b int) PARTITION BY RANGE (b);
--- refused table/public.t: PostgreSQL cannot change what a table is partitioned by
--- a plain table becomes a partitioned one
--- before
CREATE TABLE t (a int);
--- after
CREATE TABLE t (a int) PARTITION BY LIST (a);
--- refused PostgreSQL cannot change what a table is partitioned by
--- type of a column of the partition key
--- before
CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);
--- after
CREATE TABLE t (a bigint, b int) PARTITION BY RANGE (a);
--- refused it is partitioned by RANGE (a), and PostgreSQL can neither drop nor retype a column of that
--- a partition leaves and would keep copies
--- before
CREATE TABLE t (a int NOT NULL, CONSTRAINT t_pkey PRIMARY KEY (a)) PARTITION BY RANGE (a);
CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (1) TO (2);
--- after
CREATE TABLE t (a int NOT NULL, CONSTRAINT t_pkey PRIMARY KEY (a)) PARTITION BY RANGE (a);
CREATE TABLE t_1 (a int NOT NULL);
--- refused a partition that leaves table/public.t would keep copies of its constraints and indexes
--- enum values in another order
--- before
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
--- after
CREATE TYPE mood AS ENUM ('happy', 'ok', 'sad');
--- refused PostgreSQL cannot change the order of an enum's values: [happy, ok, sad] instead of [sad, ok, happy]
--- type below a domain that a column uses
--- before
CREATE DOMAIN amount AS int;
CREATE TABLE t (a amount);
--- after
CREATE DOMAIN amount AS bigint;
CREATE TABLE t (a amount);
--- refused PostgreSQL cannot change the type below a domain, and column a of table/public.t uses it
--- type below a domain
--- before
CREATE DOMAIN amount AS int;
--- after
CREATE DOMAIN amount AS bigint;
--- refused PostgreSQL cannot change the type below a domain; drop it and create another
--- an index that is broken
--- before
CREATE TABLE t (a int);
--- after
CREATE TABLE t (a int);
CREATE INDEX t_a ON t (a);
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 't_a'::regclass;
--- refused index 't_a' is invalid, and no statement makes such a one
--- a broken index of a new table
--- before
--- after
CREATE TABLE t (a int);
CREATE INDEX t_a ON t (a);
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 't_a'::regclass;
--- refused index 't_a' is invalid, and no statement makes such a one
--- inheritance
--- before
CREATE TABLE parent (a int);
CREATE TABLE t (a int);
--- after
CREATE TABLE parent (a int);
CREATE TABLE t () INHERITS (parent);
--- refused only CREATE TABLE could say this, and it is not supported: INHERITS
--- a table of a type
--- before
CREATE TYPE row_type AS (a int);
--- after
CREATE TYPE row_type AS (a int);
CREATE TABLE t OF row_type;
--- refused only CREATE TABLE could say this, and it is not supported: OF
