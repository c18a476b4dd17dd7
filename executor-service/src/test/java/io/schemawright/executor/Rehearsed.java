package io.schemawright.executor;

import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.plan.Batches;
import io.schemawright.plan.LockMode;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.plan.StepMode;
import io.schemawright.plan.TableLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A plan of several steps, run on a scratch database as policy does it. */
public final class Rehearsed {
  private static final long LOCK_TIMEOUT_MILLIS = 200;
  private static final long STATEMENT_TIMEOUT_MILLIS = 300_000;

  private record Draft(
      StepMode mode,
      String summary,
      String statement,
      List<String> undo,
      List<TableLock> locks,
      long lockTimeoutMillis,
      @Nullable Batches batches,
      @Nullable ObjectRef emptyTable) {}

  private final List<String> given;
  private final SortedSet<ObjectRef> objects = new TreeSet<>();
  private final List<Draft> drafts = new ArrayList<>();
  private String target = "orders";

  private Rehearsed(List<String> given) {
    this.given = given;
  }

  /** Begins from what these statements make. */
  public static Rehearsed from(String... given) {
    return new Rehearsed(List.of(given));
  }

  /** The target, where it is not {@code orders}. */
  public Rehearsed on(String name) {
    target = name;
    return this;
  }

  /** The tables of schema public that the plan is about. */
  public Rehearsed about(String... tables) {
    for (String table : tables) {
      objects.add(ObjectRef.table("public", table));
    }
    return this;
  }

  /** A table that the plan is about, of whatever schema. */
  public Rehearsed about(ObjectRef table) {
    objects.add(table);
    return this;
  }

  /** A transactional step. */
  public Rehearsed then(String statement, String... undo) {
    return add(StepMode.TRANSACTIONAL, statement, List.of(undo), LOCK_TIMEOUT_MILLIS, null);
  }

  /** A step alone, without lock timeout. */
  public Rehearsed alone(String statement, String... undo) {
    return add(StepMode.ALONE, statement, List.of(undo), 0, null);
  }

  /** A check. */
  public Rehearsed check(String query) {
    return add(StepMode.CHECK, query, List.of(), LOCK_TIMEOUT_MILLIS, null);
  }

  /** A backfill of a table of schema public. */
  public Rehearsed backfill(
      String table, List<String> key, String assignments, @Nullable String condition) {
    return add(
        StepMode.BATCHED,
        "update public.%s set %s where %s"
            .formatted(table, assignments, condition == null ? "true" : condition),
        List.of(),
        LOCK_TIMEOUT_MILLIS,
        new Batches(ObjectRef.table("public", table), key, assignments, condition));
  }

  /** The last step locks a table. */
  public Rehearsed locking(String table, LockMode mode) {
    Draft last = last();
    List<TableLock> locks = new ArrayList<>(last.locks());
    locks.add(new TableLock(ObjectRef.table("public", table), mode));
    return instead(last, locks, last.lockTimeoutMillis(), last.emptyTable());
  }

  /** The last step waits for locks for so long. */
  public Rehearsed waiting(long lockTimeoutMillis) {
    Draft last = last();
    return instead(last, last.locks(), lockTimeoutMillis, last.emptyTable());
  }

  /** The last step is run only while a table has no rows. */
  public Rehearsed whileEmpty(String table) {
    Draft last = last();
    return instead(last, last.locks(), last.lockTimeoutMillis(), ObjectRef.table("public", table));
  }

  private Draft last() {
    return drafts.get(drafts.size() - 1);
  }

  private Rehearsed instead(
      Draft last, List<TableLock> locks, long lockTimeoutMillis, @Nullable ObjectRef emptyTable) {
    drafts.set(
        drafts.size() - 1,
        new Draft(
            last.mode(),
            last.summary(),
            last.statement(),
            last.undo(),
            locks,
            lockTimeoutMillis,
            last.batches(),
            emptyTable));
    return this;
  }

  private Rehearsed add(
      StepMode mode,
      String statement,
      List<String> undo,
      long lockTimeoutMillis,
      @Nullable Batches batches) {
    drafts.add(
        new Draft(
            mode,
            "step " + (drafts.size() + 1),
            statement,
            undo,
            List.of(),
            lockTimeoutMillis,
            batches,
            null));
    return this;
  }

  /** Runs it. */
  public Plan plan() throws SQLException {
    try (Connection scratch = Infrastructure.postgres().freshDatabase("scratch").connect();
        Statement statement = scratch.createStatement()) {
      for (String sql : given) {
        statement.execute(sql);
      }
      Collection<ObjectState> first = read(scratch);
      Collection<ObjectState> before = first;
      List<Step> steps = new ArrayList<>();
      for (Draft draft : drafts) {
        statement.execute(draft.statement());
        Collection<ObjectState> after = read(scratch);
        steps.add(
            new Step(
                steps.size() + 1,
                draft.summary(),
                draft.mode(),
                List.of(draft.statement()),
                draft.locks(),
                draft.lockTimeoutMillis(),
                STATEMENT_TIMEOUT_MILLIS,
                ObjectState.fingerprint(before),
                ObjectState.fingerprint(after),
                draft.undo(),
                draft.batches(),
                null,
                draft.emptyTable()));
        before = after;
      }
      int major = scratch.getMetaData().getDatabaseMajorVersion();
      return Plan.of(target, major, steps, List.of(), List.copyOf(first), List.copyOf(before));
    }
  }

  private Collection<ObjectState> read(Connection connection) throws SQLException {
    return ObjectState.of(objects, Introspection.read(connection, objects)).values();
  }
}
