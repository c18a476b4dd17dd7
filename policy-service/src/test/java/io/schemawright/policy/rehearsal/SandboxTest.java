package io.schemawright.policy.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What statements can leave in a database, and that none of it is there afterwards. */
@Tag("every-version")
class SandboxTest {
  private static final ScratchSettings SETTINGS = Scratch.settings();
  private static final Watchdog WATCHDOG = new Watchdog(SETTINGS);
  private static final String NAME = Sandbox.PREFIX + "sandbox_test";

  /** All that users can put into a database's catalogs, and large objects. */
  private static final List<String> CATALOGS =
      List.of(
          "pg_class",
          "pg_type",
          "pg_proc",
          "pg_namespace",
          "pg_cast",
          "pg_language",
          "pg_extension",
          "pg_publication",
          "pg_event_trigger",
          "pg_foreign_server",
          "pg_foreign_data_wrapper",
          "pg_user_mappings",
          "pg_default_acl",
          "pg_largeobject_metadata",
          "pg_operator",
          "pg_opclass",
          "pg_opfamily",
          "pg_collation",
          "pg_conversion",
          "pg_ts_config",
          "pg_ts_dict",
          "pg_statistic_ext",
          "pg_description",
          "pg_trigger",
          "pg_policy",
          "pg_rewrite",
          "pg_constraint",
          "pg_shdescription",
          "pg_db_role_setting",
          "pg_auth_members");

  private Sandbox sandbox;

  @BeforeEach
  void make() throws SQLException {
    sandbox = Sandbox.make(NAME, SETTINGS, WATCHDOG);
  }

  @AfterEach
  void remove() throws SQLException {
    sandbox.close();
    Sandbox.remove(NAME, WATCHDOG);
  }

  @AfterAll
  static void close() {
    WATCHDOG.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE public.t (id serial PRIMARY KEY); CREATE VIEW public.v AS TABLE public.t",
        "CREATE SCHEMA other; CREATE TYPE other.mood AS ENUM ('glad')",
        "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TYPE public.c AS (a int); CREATE FUNCTION public.c(text) RETURNS public.c"
            + " LANGUAGE sql AS 'SELECT NULL::public.c';"
            + " CREATE CAST (text AS public.c) WITH FUNCTION public.c(text)",
        "CREATE TABLE public.t (id int); CREATE PUBLICATION p FOR TABLE public.t",
        "SELECT lo_create(0)",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
        "CREATE OPERATOR public.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)",
        "CREATE COLLATION public.mine FROM \"C\"",
        "CREATE TEXT SEARCH CONFIGURATION public.mine (COPY = simple)",
        "CREATE TABLE public.t (a int, b int); CREATE STATISTICS public.s ON a, b FROM public.t",
        "CREATE TEMPORARY TABLE t (a int)",
        "CREATE TABLE public.t (a int); COMMENT ON TABLE public.t IS 'mine';"
            + " ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;"
            + " CREATE POLICY p ON public.t USING (true)"
      })
  void wipe_leavesNothingOf(String statements) throws SQLException {
    assertThat(sandbox.wipe()).isTrue();
    List<String> before = everything();

    run(statements);
    sandbox.session().commit();

    assertThat(everything()).isNotEqualTo(before);
    assertThat(sandbox.wipe()).isTrue();
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void messagesOfAStatement_doNotPileUpWhileItRuns() throws SQLException {
    Connection session = sandbox.session();
    run("SET client_min_messages = notice");
    try (Watchdog.Guard guard = WATCHDOG.guard(session, sandbox.pid(), Duration.ofMinutes(1));
        Statement statement = session.createStatement()) {
      guard.hush(statement);

      statement.execute(
          "DO $$ BEGIN FOR i IN 1..1000 LOOP RAISE NOTICE 'harm'; END LOOP;"
              + " PERFORM pg_sleep(2); RAISE NOTICE 'the last'; END $$");

      assertThat(String.valueOf(statement.getWarnings())).doesNotContain("harm");
    }
  }

  @Test
  void wipe_forgetsWhatTheSessionWasToldTo() throws SQLException {
    run("SET search_path = nowhere; SET statement_timeout = 0; SELECT pg_advisory_lock(1)");
    run("LISTEN harm; DECLARE c CURSOR WITH HOLD FOR SELECT 1");
    sandbox.session().commit();

    assertThat(sandbox.wipe()).isTrue();

    assertThat(ask("SELECT current_setting('search_path')")).containsExactly("\"$user\", public");
    assertThat(ask("SELECT name FROM pg_cursors WHERE name = 'c'")).isEmpty();
    assertThat(ask("SELECT mode FROM pg_locks WHERE locktype = 'advisory'")).isEmpty();
    assertThat(ask("SELECT pg_listening_channels()")).isEmpty();
  }

  @Test
  void wipe_ofASettingOfTheRole_saysThatSomethingIsLeft() throws SQLException {
    run("ALTER ROLE CURRENT_USER SET search_path = nowhere");
    sandbox.session().commit();

    assertThat(sandbox.wipe()).isFalse();
  }

  @Test
  void whatATransactionLeftOpen_isNotThere() throws SQLException {
    List<String> before = everything();
    run("CREATE TABLE public.half (a int)");

    assertThat(sandbox.wipe()).isTrue();

    assertThat(everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION public.f()",
        "COMMENT ON DATABASE " + NAME + " IS 'mine'",
        "ALTER DATABASE " + NAME + " SET search_path = nowhere",
        "DROP SCHEMA public CASCADE",
        "COMMENT ON SCHEMA public IS 'mine'",
        "CREATE LANGUAGE harm HANDLER plpgsql_call_handler",
        "CREATE CAST (int AS uuid) WITHOUT FUNCTION",
        "DROP DATABASE " + NAME
      })
  void theRole_mayNot(String statement) throws SQLException {
    List<String> before = everything();
    run("CREATE FUNCTION public.f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'");

    assertThatThrownBy(() -> run(statement)).isInstanceOf(SQLException.class);

    sandbox.session().rollback();
    assertThat(everything()).isEqualTo(before);
  }

  private void run(String statements) throws SQLException {
    Sandbox.execute(sandbox.session(), statements);
  }

  /** Each row of each catalog, as its maker sees it. */
  private static List<String> everything() throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = SETTINGS.connectTo(NAME)) {
      for (String catalog : CATALOGS) {
        try (Statement statement = connection.createStatement();
            ResultSet row =
                statement.executeQuery(
                    "SELECT count(*) FROM pg_catalog.%s c WHERE c::text !~ 'pg_(toast_)?temp_'"
                        .formatted(catalog))) {
          row.next();
          rows.add(catalog + " " + row.getLong(1));
        }
      }
    }
    return rows;
  }

  private List<String> ask(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = sandbox.session().createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }
}
