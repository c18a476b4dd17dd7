--- identifiers with quotes, upper case, unicode and 63 bytes
--- before
CREATE TABLE public."Ta""ble" ("sel""ect" integer, "Naïve Ünï" text, "order" text);
CREATE TABLE public."xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx表" (a integer);
--- after
CREATE TABLE public."Ta""ble" ("sel""ect" bigint NOT NULL DEFAULT 7, "Naïve Ünï" text COLLATE "C", "user" text, CONSTRAINT "it's \ a ""check""" CHECK ("user" <> 'it''s \ so'));
CREATE INDEX "In""dex" ON public."Ta""ble" ("Naïve Ünï" DESC, lower("user"));
CREATE TABLE public."xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx表" (a integer GENERATED ALWAYS AS IDENTITY, "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy" text UNIQUE);
COMMENT ON COLUMN public."Ta""ble"."sel""ect" IS 'it''s \ "quoted"';
--- cross-schema keys, self-reference and a cycle
--- before
CREATE SCHEMA "Other";
CREATE TABLE public.a (id integer PRIMARY KEY, b integer);
--- after
CREATE SCHEMA "Other";
CREATE TABLE public.a (id integer PRIMARY KEY, b integer, parent integer REFERENCES public.a);
CREATE TABLE "Other"."B" (id integer PRIMARY KEY, a integer REFERENCES public.a ON DELETE CASCADE DEFERRABLE);
CREATE TABLE "Other".c (id integer PRIMARY KEY, d integer);
CREATE TABLE public.d (id integer PRIMARY KEY, c integer REFERENCES "Other".c);
ALTER TABLE "Other".c ADD FOREIGN KEY (d) REFERENCES public.d ON UPDATE SET NULL;
ALTER TABLE public.a ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES "Other"."B" NOT VALID;
--- the key that foreign keys rest on is exchanged
--- before
CREATE TABLE public.parent (id integer, code text, CONSTRAINT parent_pkey PRIMARY KEY (id), CONSTRAINT parent_code UNIQUE (code));
CREATE TABLE public.child (parent integer REFERENCES public.parent, code text REFERENCES public.parent (code));
--- after
CREATE TABLE public.parent (id integer, code text, CONSTRAINT parent_id_key UNIQUE (id), CONSTRAINT parent_pkey PRIMARY KEY (code));
CREATE TABLE public.child (parent integer REFERENCES public.parent (id), code text REFERENCES public.parent (code));
--- types of both ends of a foreign key change
--- before
CREATE TABLE public.parent (id integer PRIMARY KEY);
CREATE TABLE public.child (id serial PRIMARY KEY, parent integer REFERENCES public.parent);
--- after
CREATE TABLE public.parent (id text PRIMARY KEY);
CREATE TABLE public.child (id serial PRIMARY KEY, parent text REFERENCES public.parent);
--- type change with index, check, default, view, trigger and generated column
--- before
CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE public.t (id integer PRIMARY KEY, amount integer DEFAULT 5 NOT NULL, twice integer GENERATED ALWAYS AS (amount * 2) STORED, CONSTRAINT amount_ok CHECK (amount > 0));
CREATE INDEX t_amount ON public.t (amount) WHERE amount > 10;
CREATE INDEX t_expression ON public.t ((amount + 1));
CREATE VIEW public.v AS SELECT id, amount FROM public.t;
CREATE VIEW public.w AS SELECT id, amount + 1 AS more FROM public.v;
CREATE TRIGGER touched BEFORE UPDATE OF amount ON public.t FOR EACH ROW EXECUTE FUNCTION public.touch();
--- after
CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE public.t (id integer PRIMARY KEY, amount numeric(12,2) DEFAULT 5 NOT NULL, twice numeric(12,2) GENERATED ALWAYS AS (amount * 2) STORED, CONSTRAINT amount_ok CHECK (amount > 0));
CREATE INDEX t_amount ON public.t (amount) WHERE amount > 10;
CREATE INDEX t_expression ON public.t ((amount + 1));
CREATE VIEW public.v AS SELECT id, amount FROM public.t;
CREATE VIEW public.w AS SELECT id, amount + 1 AS more FROM public.v;
CREATE TRIGGER touched BEFORE UPDATE OF amount ON public.t FOR EACH ROW EXECUTE FUNCTION public.touch();
--- a type without a cast
--- before
CREATE TABLE public.t (a text DEFAULT 'x', b boolean DEFAULT true, c integer, d uuid, e jsonb, f text[]);
--- after
CREATE TABLE public.t (a integer DEFAULT 3, b bigint DEFAULT 0, c boolean, d bytea, e integer, f integer[]);
--- enum used in a default, values added in their places
--- before
CREATE TYPE public.mood AS ENUM ('low', 'high');
CREATE TABLE public.t (m public.mood DEFAULT 'low' NOT NULL, ms public.mood[] DEFAULT '{low}');
--- after
CREATE TYPE public.mood AS ENUM ('lowest', 'low', 'middle', 'upper', 'high', 'highest');
CREATE TYPE public."Kind" AS ENUM ('it''s', 'Ü');
CREATE TABLE public.t (m public.mood DEFAULT 'low' NOT NULL, ms public.mood[] DEFAULT '{low}', k public."Kind" DEFAULT 'Ü', ks public."Kind"[]);
--- a column leaves an enum for text, and the enum goes
--- before
CREATE TYPE public.mood AS ENUM ('low', 'high');
CREATE TABLE public.t (m public.mood DEFAULT 'low' NOT NULL, CONSTRAINT m_ok CHECK (m <> 'high'));
--- after
CREATE TABLE public.t (m text DEFAULT 'low' NOT NULL, CONSTRAINT m_ok CHECK (m <> 'high'));
--- domains change, come and go
--- before
CREATE DOMAIN public.positive AS integer CONSTRAINT more CHECK (VALUE > 0);
CREATE DOMAIN public.gone AS text COLLATE "C";
CREATE TABLE public.t (a public.positive, b public.gone);
--- after
CREATE DOMAIN public.positive AS integer DEFAULT 4 NOT NULL CONSTRAINT less CHECK (VALUE < 100) CONSTRAINT more CHECK (VALUE > 1);
CREATE DOMAIN public.come AS numeric(10,2) CHECK (VALUE IS NOT NULL);
CREATE TABLE public.t (a public.positive, c public.come);
COMMENT ON DOMAIN public.positive IS 'positive';
--- identity, serial, default and none
--- before
CREATE TABLE public.t (a integer GENERATED ALWAYS AS IDENTITY, b serial, c integer DEFAULT 4 NOT NULL, d serial, e bigint GENERATED BY DEFAULT AS IDENTITY, f integer NOT NULL, g integer GENERATED ALWAYS AS IDENTITY (START 7));
--- after
CREATE TABLE public.t (a serial, b integer GENERATED ALWAYS AS IDENTITY, c integer GENERATED BY DEFAULT AS IDENTITY (INCREMENT BY 3 MAXVALUE 900), d integer DEFAULT 9, e bigint GENERATED ALWAYS AS IDENTITY, f serial, g integer DEFAULT 1);
--- sequences: options, owners, serial to bigserial
--- before
CREATE SEQUENCE public.free AS integer;
CREATE SEQUENCE public.gone INCREMENT BY -1;
CREATE SEQUENCE public.owned;
CREATE TABLE public.t (a serial, b integer DEFAULT nextval('public.free'), c integer);
ALTER SEQUENCE public.owned OWNED BY public.t.c;
--- after
CREATE SEQUENCE public.free INCREMENT BY -2 MINVALUE -50 MAXVALUE 50 START 5 CACHE 3 CYCLE;
CREATE SEQUENCE public.owned;
CREATE TABLE public.t (a bigserial, b integer DEFAULT nextval('public.free'));
--- a default's sequence becomes the column's own
--- before
CREATE SEQUENCE public.s AS integer;
CREATE TABLE public.t (a integer DEFAULT nextval('public.s') NOT NULL);
--- after
CREATE SEQUENCE public.s AS integer;
CREATE TABLE public.t (a integer DEFAULT nextval('public.s') NOT NULL);
ALTER SEQUENCE public.s OWNED BY public.t.a;
--- generated columns follow what they are computed from
--- before
CREATE TABLE public.t (a integer, b integer, s integer GENERATED ALWAYS AS (a + 1) STORED, u integer GENERATED ALWAYS AS (b + 1) STORED, p integer);
CREATE INDEX t_s ON public.t (s);
--- after
CREATE TABLE public.t (a integer, c integer, s integer GENERATED ALWAYS AS (a + c) STORED, u integer, p integer GENERATED ALWAYS AS (a * 3) STORED);
CREATE INDEX t_s ON public.t (s);
--- a dropped column takes index, constraint, comment, statistics and setting along
--- before
CREATE TABLE public.t (a integer PRIMARY KEY, b integer, c integer, CONSTRAINT u UNIQUE (b, c), CONSTRAINT k CHECK (b < c));
CREATE INDEX i ON public.t (c) INCLUDE (b);
CREATE INDEX j ON public.t (a) WHERE b > 0;
CREATE STATISTICS public.st ON b, c FROM public.t;
ALTER TABLE public.t ALTER COLUMN b SET STATISTICS 300;
COMMENT ON CONSTRAINT u ON public.t IS 'unique';
COMMENT ON INDEX public.i IS 'index';
--- after
CREATE TABLE public.t (a integer PRIMARY KEY, c integer, CONSTRAINT u UNIQUE (c));
CREATE INDEX i ON public.t (c);
COMMENT ON INDEX public.i IS 'index';
--- constraint, index, column and table renamed
--- rename table/public.t COLUMN a x
--- rename table/public.t CONSTRAINT t_ok t_right
--- rename table/public.t INDEX t_b t_by_b
--- rename table/public.t CONSTRAINT t_pkey u_pkey
--- rename-object table/public.t table/public.u
--- before
CREATE TABLE public.t (id integer, a integer, b text, g integer GENERATED ALWAYS AS (a * 2) STORED, CONSTRAINT t_ok CHECK (a > 0), CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE INDEX t_b ON public.t (b) WHERE a > 3;
CREATE INDEX t_e ON public.t ((a + 1));
CREATE TABLE public.child (t integer REFERENCES public.t);
--- after
CREATE TABLE public.u (id integer, x integer, b text, g integer GENERATED ALWAYS AS (x * 2) STORED, CONSTRAINT t_right CHECK (x > 0), CONSTRAINT u_pkey PRIMARY KEY (id));
CREATE INDEX t_by_b ON public.u (b) WHERE x > 3;
CREATE INDEX t_e ON public.u ((x + 1));
CREATE TABLE public.child (t integer REFERENCES public.u);
--- names are swapped: columns, tables, indexes, checks
--- rename table/public.t COLUMN a b
--- rename table/public.t COLUMN b a
--- rename table/public.t INDEX i j
--- rename table/public.t INDEX j i
--- rename table/public.t CONSTRAINT k l
--- rename table/public.t CONSTRAINT l k
--- rename-object table/public.t table/public.u
--- rename-object table/public.u table/public.t
--- before
CREATE TABLE public.t (a integer, b text, CONSTRAINT k CHECK (a > 0), CONSTRAINT l CHECK (b <> ''));
CREATE INDEX i ON public.t (a);
CREATE INDEX j ON public.t (b);
CREATE TABLE public.u (z integer);
CREATE VIEW public.v AS SELECT a, b FROM public.t;
--- after
CREATE TABLE public.u (b integer, a text, CONSTRAINT l CHECK (b > 0), CONSTRAINT k CHECK (a <> ''));
CREATE INDEX j ON public.u (b);
CREATE INDEX i ON public.u (a);
CREATE TABLE public.t (z integer);
CREATE VIEW public.v AS SELECT a, b FROM public.u;
--- a name given away and taken anew
--- rename table/public.t COLUMN a b
--- rename-object table/public.old table/public.older
--- before
CREATE TABLE public.t (a integer, b text);
CREATE TABLE public.old (id serial PRIMARY KEY);
--- after
CREATE TABLE public.t (b integer, a text);
CREATE SEQUENCE public.old_id_seq AS integer;
CREATE TABLE public.older (id integer DEFAULT nextval('public.old_id_seq') NOT NULL, CONSTRAINT old_pkey PRIMARY KEY (id));
ALTER SEQUENCE public.old_id_seq OWNED BY public.older.id;
CREATE TABLE public.old (x text);
--- the same name as another kind
--- before
CREATE TABLE public.x (a integer);
CREATE VIEW public.y AS SELECT 1 AS one;
CREATE TYPE public.z AS ENUM ('a');
CREATE TABLE public.t (a integer, CONSTRAINT n UNIQUE (a));
CREATE INDEX m ON public.t (a);
--- after
CREATE VIEW public.x AS SELECT 1 AS one;
CREATE TABLE public.y (a integer);
CREATE TABLE public.z (a integer);
CREATE TABLE public.t (a integer, CONSTRAINT m UNIQUE (a));
CREATE INDEX n ON public.t (a);
--- a column renamed under a view, an index and a check
--- rename table/public.t COLUMN a b
--- before
CREATE TABLE public.t (a integer, CONSTRAINT k CHECK (a > 0));
CREATE INDEX i ON public.t (a);
CREATE VIEW public.v AS SELECT a AS c FROM public.t;
--- after
CREATE TABLE public.t (b integer, CONSTRAINT k CHECK (b > 0));
CREATE INDEX i ON public.t (b);
CREATE VIEW public.v AS SELECT b AS c FROM public.t;
--- partitions
--- before
CREATE TABLE public.p (id integer NOT NULL, at date NOT NULL, n integer, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE public.p2 PARTITION OF public.p FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
CREATE TABLE public.alone (id integer NOT NULL, at date NOT NULL, n bigint);
--- after
CREATE TABLE public.p (id integer NOT NULL, at date NOT NULL, n bigint, more text DEFAULT 'x' NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE INDEX p_more ON public.p (more);
CREATE TABLE public.p1 PARTITION OF public.p (CONSTRAINT own CHECK (n > 0)) FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE public.p3 PARTITION OF public.p DEFAULT;
CREATE TABLE public.q (a integer, b text) PARTITION BY LIST (b);
CREATE TABLE public.q1 PARTITION OF public.q FOR VALUES IN ('x', NULL) PARTITION BY HASH (a);
CREATE TABLE public.q11 PARTITION OF public.q1 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE public.alone (id integer NOT NULL, at date NOT NULL, n bigint);
--- settings, row security, policies, rules, exclusion
--- before
CREATE TABLE public.t (a integer NOT NULL, during tsrange, CONSTRAINT t_a UNIQUE (a));
ALTER TABLE public.t SET (fillfactor = 70);
ALTER TABLE public.t REPLICA IDENTITY USING INDEX t_a;
CREATE POLICY mine ON public.t USING (a > 0);
CREATE POLICY all_of_it ON public.t FOR SELECT USING (true);
--- after
CREATE TABLE public.t (a bigint NOT NULL, during tsrange, CONSTRAINT t_a UNIQUE (a), CONSTRAINT apart EXCLUDE USING gist (during WITH &&) WHERE (a > 0));
ALTER TABLE public.t SET (fillfactor = 80, autovacuum_enabled = false);
ALTER TABLE public.t REPLICA IDENTITY FULL;
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.t ALTER COLUMN during SET STORAGE EXTERNAL;
CREATE POLICY mine ON public.t USING (a > 0);
CREATE RULE silent AS ON DELETE TO public.t DO INSTEAD NOTHING;
--- constraints that only change their attributes
--- before
CREATE TABLE public.p (a integer PRIMARY KEY);
CREATE TABLE public.t (a integer, b integer, CONSTRAINT k CHECK (a > 0) NO INHERIT, CONSTRAINT u UNIQUE (a, b), CONSTRAINT f FOREIGN KEY (b) REFERENCES public.p);
ALTER TABLE public.t ADD CONSTRAINT later CHECK (b > 0) NOT VALID;
ALTER TABLE public.t ADD CONSTRAINT g FOREIGN KEY (a) REFERENCES public.p NOT VALID;
--- after
CREATE TABLE public.p (a integer PRIMARY KEY);
CREATE TABLE public.t (a integer, b integer, CONSTRAINT k CHECK (a > 0), CONSTRAINT u UNIQUE (a, b) DEFERRABLE INITIALLY DEFERRED, CONSTRAINT f FOREIGN KEY (b) REFERENCES public.p ON DELETE CASCADE);
ALTER TABLE public.t ADD CONSTRAINT later CHECK (b > 0);
ALTER TABLE public.t ADD CONSTRAINT g FOREIGN KEY (a) REFERENCES public.p;
--- unlogged, comments, nullability
--- before
CREATE TABLE public.t (a integer NOT NULL, b text);
COMMENT ON TABLE public.t IS 'was';
COMMENT ON COLUMN public.t.a IS 'was';
--- after
CREATE UNLOGGED TABLE public.t (a integer, b text NOT NULL);
COMMENT ON COLUMN public.t.b IS 'is';
--- functions, materialized views and what rests on them
--- before
CREATE FUNCTION public.plus(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';
CREATE TABLE public.t (a integer);
CREATE MATERIALIZED VIEW public.m AS SELECT public.plus(a) AS a FROM public.t;
CREATE UNIQUE INDEX m_a ON public.m (a);
CREATE VIEW public.v AS SELECT a FROM public.m;
--- after
CREATE FUNCTION public.plus(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 2';
CREATE FUNCTION public.minus(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 - 1';
CREATE TABLE public.t (a bigint, b integer DEFAULT public.minus(3));
CREATE INDEX t_minus ON public.t (public.minus(b));
CREATE MATERIALIZED VIEW public.m AS SELECT a FROM public.t;
CREATE UNIQUE INDEX m_a ON public.m (a);
CREATE VIEW public.v AS SELECT a FROM public.m;
