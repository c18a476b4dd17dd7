package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.difference.Inexpressible;
import io.schemawright.plan.Effect;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.StepMode;
import io.schemawright.policy.plan.Draft;
import io.schemawright.policy.plan.DraftStep;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** One draft on its way up and down in an empty database, which it does not clean up. */
final class Trial {
  private static final String SCHEMAS =
      """
      SELECT n.nspname
        FROM pg_catalog.pg_namespace n
       WHERE n.nspname !~ '^(pg_|schemawright)' AND n.nspname <> 'information_schema'
      """;

  /** What PostgreSQL refuses to run within a transaction. */
  private static final Pattern OUTSIDE =
      Pattern.compile("(?is)^\\s*vacuum\\b.*|.*\\bconcurrently\\b.*");

  private final Connection connection;
  private final Draft draft;
  private final long start;

  Trial(Connection connection, Draft draft, long start) {
    this.connection = connection;
    this.draft = draft;
    this.start = start;
  }

  Rehearsed run() throws SQLException {
    Map<ObjectRef, CatalogObject> first;
    try {
      for (String statement : Foundation.statements(draft)) {
        ScratchDatabase.execute(connection, statement);
      }
      connection.commit();
      first = read();
    } catch (SQLException e) {
      ScratchDatabase.stopIfGone(connection, e);
      connection.rollback();
      return unbuilt(ScratchDatabase.words(e));
    } catch (IllegalArgumentException | Inexpressible e) {
      connection.rollback();
      return unbuilt(String.valueOf(e.getMessage()));
    }
    Optional<ObjectRef> unlike = unlike(first);
    if (unlike.isPresent()) {
      return unbuilt("built from its description, %s reads otherwise".formatted(unlike.get()));
    }
    Observer observer =
        draft.standing().objects().isEmpty() && draft.trash().isEmpty()
            ? Observer.ofNothing(connection)
            : Observer.ofWhatExists(connection, draft.whole());
    List<Map<ObjectRef, CatalogObject>> up = new ArrayList<>();
    try {
      run(draft.steps(), up, observer);
    } catch (SQLException e) {
      ScratchDatabase.stopIfGone(connection, e);
      connection.rollback();
      return Rehearsed.failed(ScratchDatabase.words(e), ScratchDatabase.millisSince(start));
    }
    List<Map<ObjectRef, CatalogObject>> back = new ArrayList<>();
    String detail = draft.down().isEmpty() ? "there is no way back" : "";
    try {
      run(draft.down(), back, Observer.ofNothing(connection));
    } catch (SQLException e) {
      ScratchDatabase.stopIfGone(connection, e);
      connection.rollback();
      detail = ScratchDatabase.words(e);
    }
    Draft seen = draft.open() ? draft.touching(alsoTouched(first, up, back)) : draft;
    List<List<ObjectState>> down = states(seen, back);
    boolean restores =
        down.size() == seen.down().size()
            && !down.isEmpty()
            && ObjectState.fingerprint(down.get(down.size() - 1))
                .equals(ObjectState.fingerprint(seen.before()));
    List<Effect> effects = new ArrayList<>(observer.effects());
    effects.addAll(seen.losses());
    return Rehearsed.passed(
        seen.plan(states(seen, up), down, effects),
        restores,
        detail,
        effects,
        ScratchDatabase.millisSince(start));
  }

  private Rehearsed unbuilt(String why) {
    return Rehearsed.notRehearsable(
        "what the change refers to could not be built: " + why, ScratchDatabase.millisSince(start));
  }

  /** Runs steps as the executor will, and reads the states they lead to. */
  private void run(
      List<DraftStep> steps, List<Map<ObjectRef, CatalogObject>> states, Observer observer)
      throws SQLException {
    for (int i = 0; i < steps.size(); i++) {
      DraftStep step = steps.get(i);
      String statement = step.statements().get(0);
      if (step.mode() == StepMode.ALONE && OUTSIDE.matcher(statement).matches()) {
        connection.commit();
        connection.setAutoCommit(true);
        try {
          ScratchDatabase.execute(connection, statement);
        } finally {
          if (!connection.isClosed()) {
            connection.setAutoCommit(false);
          }
        }
        observer.lookBack(i + 1);
      } else {
        observer.begin();
        for (String each : step.statements()) {
          ScratchDatabase.execute(connection, each);
        }
        boolean rowsAreMeant = step.mode() == StepMode.BATCHED || step.mode() == StepMode.CHECK;
        observer.look(i + 1, rowsAreMeant);
      }
      boolean shares =
          step.mode() == StepMode.TRANSACTIONAL
              && i + 1 < steps.size()
              && steps.get(i + 1).mode() == StepMode.TRANSACTIONAL;
      if (!shares) {
        connection.commit();
        observer.committed();
      }
      states.add(read());
    }
    connection.commit();
  }

  private Map<ObjectRef, CatalogObject> read() throws SQLException {
    if (!draft.open()) {
      return Introspection.read(connection, draft.touched());
    }
    List<String> schemas = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(SCHEMAS);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        schemas.add(rows.getString(1));
      }
    }
    return Introspection.readSchemas(connection, schemas);
  }

  /** What is touched and does not read as the target has it. */
  private Optional<ObjectRef> unlike(Map<ObjectRef, CatalogObject> first) {
    return draft.before().stream()
        .filter(
            state ->
                !Optional.ofNullable(first.get(state.ref()))
                    .map(CatalogObject::fingerprint)
                    .equals(state.fingerprint()))
        .map(ObjectState::ref)
        .findFirst();
  }

  /** What changed without having been named. */
  private List<ObjectState> alsoTouched(
      Map<ObjectRef, CatalogObject> first,
      List<Map<ObjectRef, CatalogObject>> up,
      List<Map<ObjectRef, CatalogObject>> back) {
    TreeSet<ObjectRef> touched = new TreeSet<>();
    List<Map<ObjectRef, CatalogObject>> all = new ArrayList<>(up);
    all.addAll(back);
    Map<ObjectRef, CatalogObject> before = first;
    for (Map<ObjectRef, CatalogObject> after : all) {
      TreeSet<ObjectRef> refs = new TreeSet<>(before.keySet());
      refs.addAll(after.keySet());
      for (ObjectRef ref : refs) {
        if (!Objects.equals(before.get(ref), after.get(ref))) {
          touched.add(ref);
        }
      }
      before = after;
    }
    draft.touched().forEach(touched::remove);
    return touched.stream().map(ref -> new ObjectState(ref, first.get(ref))).toList();
  }

  private static List<List<ObjectState>> states(
      Draft draft, List<Map<ObjectRef, CatalogObject>> read) {
    return read.stream()
        .map(
            found -> {
              Map<ObjectRef, ObjectState> states =
                  new TreeMap<>(ObjectState.of(draft.touched(), found));
              return draft.touched().stream()
                  .map(ref -> Objects.requireNonNull(states.get(ref)))
                  .toList();
            })
        .toList();
  }
}
