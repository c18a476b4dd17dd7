package io.schemawright.executor;

import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.plan.StepMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Plans whose states were read on a scratch database, as policy's are. */
public final class Plans {
  private static final PostgresServer.Database SCRATCH =
      Infrastructure.postgres().freshDatabase("scratch");
  private static final int POSTGRES_MAJOR = postgresMajor();

  private Plans() {}

  /** The statement that creates a table. */
  public static String createTable(String table) {
    return "CREATE TABLE public.%s (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note jsonb DEFAULT '{}'::jsonb)"
        .formatted(table);
  }

  /** A plan that creates a table. */
  public static Plan create(String target, String table) throws SQLException {
    return of(target, List.of(table), List.of(), StepMode.TRANSACTIONAL, createTable(table));
  }

  private static int postgresMajor() {
    try (Connection connection = SCRATCH.connect()) {
      return connection.getMetaData().getDatabaseMajorVersion();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A plan of one step that touches these tables of schema public. */
  public static Plan of(
      String target, List<String> tables, List<String> given, StepMode mode, String... statements)
      throws SQLException {
    SortedSet<ObjectRef> refs = new TreeSet<>();
    tables.forEach(table -> refs.add(ObjectRef.table("public", table)));
    try (Connection connection = SCRATCH.connect()) {
      connection.setAutoCommit(false);
      try {
        run(connection, given);
        Collection<ObjectState> before = read(connection, refs);
        run(connection, List.of(statements));
        return plan(target, mode, List.of(statements), before, read(connection, refs));
      } finally {
        connection.rollback();
      }
    }
  }

  /** A plan with these states, true or not. */
  public static Plan plan(
      String target,
      StepMode mode,
      List<String> statements,
      Collection<ObjectState> before,
      Collection<ObjectState> after) {
    return Plan.of(
        target,
        POSTGRES_MAJOR,
        List.of(
            new Step(
                1,
                "the only step",
                mode,
                statements,
                List.of(),
                200,
                10_000,
                ObjectState.fingerprint(before),
                ObjectState.fingerprint(after),
                List.of())),
        List.of(),
        List.copyOf(before),
        List.copyOf(after));
  }

  /** The same plan of one step, whose statements a person wrote: they find names in public. */
  public static Plan byHand(Plan plan) {
    Step step = plan.steps().get(0);
    Step written =
        new Step(
            step.number(),
            step.summary(),
            step.mode(),
            step.statements(),
            step.locks(),
            step.lockTimeoutMillis(),
            step.statementTimeoutMillis(),
            step.before(),
            step.after(),
            step.undo(),
            step.batches(),
            "public, pg_temp",
            step.emptyTable());
    return Plan.of(
        plan.target(),
        plan.postgresMajor(),
        List.of(written),
        List.of(),
        plan.before(),
        plan.after());
  }

  private static Collection<ObjectState> read(Connection connection, SortedSet<ObjectRef> refs)
      throws SQLException {
    return ObjectState.of(refs, Introspection.read(connection, refs)).values();
  }

  private static void run(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
