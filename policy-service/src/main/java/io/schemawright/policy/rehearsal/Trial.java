package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SqlStatement;
import io.schemawright.plan.Effect;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.StepMode;
import io.schemawright.policy.plan.Draft;
import io.schemawright.policy.plan.Draft.DraftStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One draft on one empty database: what must be there is built and committed, the way up is run in
 * the very transactions that it will have on the target, then the way back. For one thread, for one
 * use.
 */
final class Trial {

  /** A statement that PostgreSQL refused, and where it stands. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final SQLException cause;

    Refused(String where, SQLException cause) {
      super(where, cause);
      this.cause = cause;
    }

    SQLException sql() {
      return cause;
    }
  }

  /** The objects after each step, all that were read. */
  private record Reading(Map<ObjectRef, CatalogObject> found) {}

  private final Connection connection;
  private final Draft draft;

  Trial(Connection connection, Draft draft) {
    this.connection = connection;
    this.draft = draft;
  }

  /**
   * Builds what must be there, in transactions of their own, so that their locks do not show.
   *
   * @throws IllegalArgumentException if an object cannot be written as statements
   */
  void build() throws SQLException {
    for (String statement : Foundation.statements(draft)) {
      execute(statement);
    }
    SampleRows.insert(connection, Foundation.wholeTables(draft));
    connection.commit();
  }

  /** What came of it; detail has the words of a way back that does not run. */
  record Result(
      List<ObjectState> from,
      List<List<ObjectState>> up,
      List<List<ObjectState>> back,
      List<Effect> effects,
      String detail) {}

  /**
   * Runs up and down.
   *
   * @throws Refused if the way up does not run
   * @throws IllegalArgumentException if what was built is not what the target has
   */
  Result run() throws SQLException, Refused {
    Reading before = read();
    requireAsOnTarget(before);
    boolean nothing = draft.needed().isEmpty() && before.found().isEmpty();
    Observer observer =
        nothing ? Observer.ofNothing(connection) : Observer.ofWhatExists(connection);
    List<Reading> up = new ArrayList<>();
    run(draft.steps(), up, observer, before);
    List<Reading> back = new ArrayList<>();
    String detail = "";
    try {
      run(draft.down(), back, Observer.ofNothing(connection), before);
    } catch (Refused e) {
      detail = "the way back: %s: %s".formatted(e.getMessage(), ScratchDatabase.words(e.sql()));
      connection.rollback();
    }
    Collection<ObjectRef> touched = touched(before, up, observer.effects());
    return new Result(
        states(touched, before),
        up.stream().map(reading -> states(touched, reading)).toList(),
        back.stream().map(reading -> states(touched, reading)).toList(),
        observer.effects(),
        detail);
  }

  /** Fingerprints are compared on the target: they must be those of the whole objects. */
  private void requireAsOnTarget(Reading before) {
    for (ObjectState state : draft.before()) {
      CatalogObject built = before.found().get(state.ref());
      CatalogObject real = state.object();
      boolean same =
          Optional.ofNullable(built)
              .map(CatalogObject::fingerprint)
              .equals(Optional.ofNullable(real).map(CatalogObject::fingerprint));
      if (!same) {
        throw new IllegalArgumentException(
            "%s could not be built here as it is on the target".formatted(state.ref()));
      }
    }
  }

  private Collection<ObjectRef> touched(Reading before, List<Reading> up, List<Effect> effects) {
    TreeSet<ObjectRef> touched = new TreeSet<>(draft.touched());
    if (draft.byHand()) {
      for (Reading reading : up) {
        touched.addAll(differing(before.found(), reading.found()));
        touched.addAll(differing(reading.found(), before.found()));
      }
      effects.stream()
          .map(Effect::object)
          .filter(before.found()::containsKey)
          .forEach(touched::add);
    }
    return touched;
  }

  private static List<ObjectRef> differing(
      Map<ObjectRef, CatalogObject> one, Map<ObjectRef, CatalogObject> other) {
    return one.values().stream()
        .filter(
            object -> {
              CatalogObject same = other.get(object.ref());
              return same == null || !same.fingerprint().equals(object.fingerprint());
            })
        .map(CatalogObject::ref)
        .toList();
  }

  private static List<ObjectState> states(Collection<ObjectRef> touched, Reading reading) {
    Map<ObjectRef, ObjectState> states = ObjectState.of(touched, reading.found());
    return touched.stream().map(states::get).toList();
  }

  private Reading read() throws SQLException {
    return new Reading(
        draft.byHand()
            ? Introspection.readSchemas(connection, List.of())
            : new TreeMap<>(Introspection.read(connection, draft.touched())));
  }

  private void run(List<DraftStep> steps, List<Reading> readings, Observer observer, Reading before)
      throws SQLException, Refused {
    Reading last = before;
    for (int i = 0; i < steps.size(); i++) {
      DraftStep step = steps.get(i);
      int number = i + 1;
      boolean shared =
          step.mode() == StepMode.TRANSACTIONAL
              && number < steps.size()
              && steps.get(number).mode() == StepMode.TRANSACTIONAL;
      if (isOutsideTransactions(step)) {
        executeOutside(step, number);
        last = read();
        observer.lookAfter(number);
      } else {
        execute(step, number);
        observer.look(number);
        if (!shared) {
          connection.commit();
          observer.committed();
        }
        last = step.mode() == StepMode.CHECK ? last : read();
      }
      readings.add(last);
    }
    connection.commit();
  }

  /** CREATE INDEX CONCURRENTLY and its like, and VACUUM (PostgreSQL manual, their own pages). */
  private static boolean isOutsideTransactions(DraftStep step) {
    if (step.mode() != StepMode.ALONE) {
      return false;
    }
    SqlStatement statement = SqlStatement.split(step.statements().get(0)).get(0);
    return statement.words().contains("concurrently") || statement.begins("vacuum");
  }

  private void executeOutside(DraftStep step, int number) throws SQLException, Refused {
    connection.commit();
    connection.setAutoCommit(true);
    try {
      execute(step, number);
    } finally {
      if (!connection.isClosed()) {
        connection.setAutoCommit(false);
      }
    }
  }

  private void execute(DraftStep step, int number) throws SQLException, Refused {
    for (String statement : step.statements()) {
      try {
        execute(statement);
      } catch (SQLException e) {
        if (ScratchDatabase.isGone(connection, e)) {
          throw e;
        }
        throw new Refused("step %d (%s)".formatted(number, step.summary()), e);
      }
    }
  }

  private void execute(String sql) throws SQLException {
    execute(connection, sql);
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false); // Braces are PostgreSQL's, as in '{}'.
      statement.execute(sql);
    }
  }
}
