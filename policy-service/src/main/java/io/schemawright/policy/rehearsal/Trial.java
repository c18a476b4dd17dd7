package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import io.schemawright.database.PassingFaults;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.Difference;
import io.schemawright.difference.Inexpressible;
import io.schemawright.plan.Effect;
import io.schemawright.plan.ObjectState;
import io.schemawright.policy.plan.Draft;
import io.schemawright.policy.rule.Written;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One draft on its way up and down in an empty database, which it does not clean up. */
final class Trial {
  /** The disk is full: that is nobody's statement's doing. */
  private static final String DISK_FULL = "53100";

  private final Connection connection;
  private Draft draft;
  private final Passage passage;
  private final long start;
  private @Nullable Names names;

  /**
   * A trial.
   *
   * @param statementTimeout how long a statement that a person wrote may run
   */
  Trial(
      Connection connection,
      Draft draft,
      Duration statementTimeout,
      Watchdog.Guard guard,
      long start) {
    this.connection = connection;
    this.draft = draft;
    this.passage = new Passage(connection, draft, statementTimeout, guard);
    this.start = start;
  }

  /**
   * Builds, runs up, runs down.
   *
   * @throws RowsInTheWay if only the sample rows speak against it
   */
  Rehearsed run(boolean withRows) throws SQLException {
    Map<ObjectRef, CatalogObject> first;
    List<String> notes = new ArrayList<>();
    try {
      SchemaState built = Foundation.state(draft);
      for (String statement : Foundation.statements(draft, built)) {
        Sandbox.execute(connection, statement);
      }
      if (withRows) {
        notes.addAll(fill(built));
      }
      connection.commit();
      first = passage.read();
    } catch (SQLException e) {
      stopUnlessOwn(e);
      connection.rollback();
      return unbuilt(ScratchDatabase.words(e)).missing(Undefined.names(e));
    } catch (IllegalArgumentException | Inexpressible e) {
      connection.rollback();
      return unbuilt(String.valueOf(e.getMessage()));
    }
    draft = draft.found(first);
    Optional<ObjectRef> unlike = unlike(first);
    if (unlike.isPresent()) {
      return unbuilt("built from its description, %s reads otherwise".formatted(unlike.get()));
    }
    Observer observer =
        draft.beginsWithNothing()
            ? Observer.ofNothing(connection)
            : Observer.ofWhatExists(connection, draft.whole());
    List<Map<ObjectRef, CatalogObject>> up = new ArrayList<>();
    try {
      passage.run(draft.steps(), up, observer, this::noteNames);
    } catch (SQLException e) {
      stopUnlessOwn(e);
      connection.rollback();
      stopIfRows(withRows, e, "a few made-up rows break it");
      return Rehearsed.failed(ScratchDatabase.words(e), ScratchDatabase.millisSince(start))
          .missing(Undefined.names(e));
    }
    Optional<Written> written = written(first, up, notes);
    List<Map<ObjectRef, CatalogObject>> back = new ArrayList<>();
    String detail = draft.down().isEmpty() ? "there is no way back" : "";
    try {
      passage.run(draft.down(), back, Observer.ofNothing(connection), step -> {});
    } catch (SQLException e) {
      stopUnlessOwn(e);
      connection.rollback();
      stopIfRows(withRows, e, "a few made-up rows break the way back");
      detail = ScratchDatabase.words(e);
    }
    Draft seen = draft.open() ? draft.touching(alsoTouched(first, up, back)) : draft;
    List<List<ObjectState>> down = states(seen, back);
    boolean wentBack = down.size() == seen.down().size() && !down.isEmpty();
    boolean restores =
        wentBack
            && ObjectState.fingerprint(down.get(down.size() - 1))
                .equals(ObjectState.fingerprint(seen.before()));
    if (wentBack && !restores) {
      detail = left(down.get(down.size() - 1), seen.before());
    }
    List<Effect> effects =
        Stream.concat(observer.effects().stream(), seen.losses().stream()).distinct().toList();
    return Rehearsed.passed(
            seen.plan(states(seen, up), down, effects),
            restores,
            detail,
            effects,
            ScratchDatabase.millisSince(start))
        .noting(notes)
        .altering(written);
  }

  /** What would still have to be done where the way back ends, for people. */
  private static String left(List<ObjectState> reached, Collection<ObjectState> before) {
    try {
      String steps =
          Difference.between(state(reached), state(before), Renames.none()).alterations().stream()
              .map(Alteration::summary)
              .collect(Collectors.joining("; "));
      if (!steps.isEmpty()) {
        return "what it leaves to do is " + steps;
      }
    } catch (Inexpressible | IllegalArgumentException e) {
      // Then at least which objects these are.
    }
    return reached.stream()
        .filter(state -> !before.contains(state))
        .map(state -> state.ref().toString())
        .collect(Collectors.joining(", ", "it leaves others than there were of ", ""));
  }

  private static SchemaState state(Collection<ObjectState> states) {
    return SchemaState.of(
        states.stream().map(ObjectState::object).filter(Objects::nonNull).toList());
  }

  /** Puts a few rows into each table; tells which stay empty. */
  private List<String> fill(SchemaState built) throws SQLException {
    List<String> notes = new ArrayList<>();
    Map<ObjectRef, String> inserts = SampleRows.inserts(built);
    for (Map.Entry<ObjectRef, String> insert : inserts.entrySet()) {
      try {
        Sandbox.execute(
            connection, "SAVEPOINT empty; %s; RELEASE empty".formatted(insert.getValue()));
      } catch (SQLException e) {
        stopUnlessOwn(e);
        Sandbox.execute(connection, "ROLLBACK TO empty");
        notes.add(
            "tried out without rows in %s: made-up ones do not fit (SQLSTATE %s)"
                .formatted(insert.getKey(), e.getSQLState()));
      }
    }
    draft.whole().stream()
        .filter(ref -> built.objects().get(ref) instanceof TableSchema && !inserts.containsKey(ref))
        .forEach(ref -> notes.add("tried out without rows in %s: none are made up".formatted(ref)));
    return notes;
  }

  /** Passes a fault on that says nothing about the statement, as when the connection has gone. */
  private void stopUnlessOwn(SQLException fault) throws SQLException {
    // Nobody else works here: a lock, a limit or a cancellation is the doing of what was written.
    String state = String.valueOf(fault.getSQLState());
    boolean own =
        draft.open()
            ? !state.equals(DISK_FULL) && !state.startsWith("08")
            : !PassingFaults.isPassing(fault);
    if (!own || connection.isClosed()) {
      throw fault;
    }
  }

  /** Data exceptions and broken constraints (PostgreSQL manual, appendix A) depend on rows. */
  private static void stopIfRows(boolean withRows, SQLException fault, String what) {
    String state = String.valueOf(fault.getSQLState());
    if (withRows && (state.startsWith("22") || state.startsWith("23"))) {
      throw new RowsInTheWay(
          "%s, the target's may as well: %s".formatted(what, ScratchDatabase.words(fault)));
    }
  }

  private Rehearsed unbuilt(String why) {
    return Rehearsed.notRehearsable(
        "what the change refers to could not be built: " + why, ScratchDatabase.millisSince(start));
  }

  private void noteNames(int step) throws SQLException {
    if (draft.beginsWritten(step)) {
      names = Names.read(connection);
    }
  }

  /** What the statements that a person wrote have led from and to. */
  private Optional<Written> written(
      Map<ObjectRef, CatalogObject> first,
      List<Map<ObjectRef, CatalogObject>> up,
      List<String> notes)
      throws SQLException {
    Names known = names;
    if (known == null) {
      return Optional.empty();
    }
    int begin = up.size() - draft.written();
    SchemaState before = SchemaState.of((begin == 0 ? first : up.get(begin - 1)).values());
    SchemaState after = SchemaState.of(up.get(up.size() - 1).values());
    Renames renames = known.until(Names.read(connection));
    connection.commit();
    try {
      return Optional.of(
          new Written(before, after, Difference.between(before, after, renames).alterations()));
    } catch (Inexpressible | IllegalArgumentException e) {
      notes.add("what the statements alter could not be told: " + e.getMessage());
      return Optional.empty();
    }
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
