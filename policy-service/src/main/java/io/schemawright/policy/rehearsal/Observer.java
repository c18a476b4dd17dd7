package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.plan.Effect;
import io.schemawright.plan.EffectKind;
import io.schemawright.plan.LockMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sees what a transaction in progress does to the tables that existed before it, just before it
 * commits. For one rehearsal.
 */
final class Observer {
  private static final String EXISTING =
      """
      SELECT c.oid, n.nspname, c.relname, c.relfilenode,
             pg_catalog.pg_stat_get_xact_numscans(c.oid) AS scans
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      """;
  private static final String LOCKS =
      """
      SELECT l.relation, l.mode
        FROM pg_catalog.pg_locks l
       WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted
      """;

  private record Existing(ObjectRef ref, long relfilenode, long scans) {}

  private final Connection connection;
  private final Set<ObjectRef> touched;
  private final Map<Long, Existing> before;
  private final Map<ObjectRef, LockMode> locks = new HashMap<>();
  private final Map<Long, Long> scans = new HashMap<>();
  private final List<Effect> effects = new ArrayList<>();

  private Observer(Connection connection, Set<ObjectRef> touched, Map<Long, Existing> before) {
    this.connection = connection;
    this.touched = touched;
    this.before = before;
  }

  /** Sees nothing, because nothing exists. */
  static Observer ofNothing(Connection connection) {
    return new Observer(connection, Set.of(), Map.of());
  }

  /**
   * Remembers what exists now.
   *
   * @param touched the tables of which it matters whether they are read as a whole: how others are
   *     looked into depends on how many rows they have, and here they have none
   */
  static Observer ofWhatExists(Connection connection, Set<ObjectRef> touched) throws SQLException {
    return new Observer(connection, touched, existing(connection));
  }

  /**
   * Looks at what the step has done so far in the transaction in progress.
   *
   * @param rowsAreMeant whether the step is there to read rows, in small pieces
   */
  void look(int step, boolean rowsAreMeant) throws SQLException {
    if (before.isEmpty()) {
      return;
    }
    lookAtLocks(step);
    lookAtTables(step, rowsAreMeant);
  }

  /**
   * Looks at what a step without a transaction has done. Its locks are gone by then; CONCURRENTLY
   * takes ShareUpdateExclusive on the table throughout, by PostgreSQL's documentation.
   */
  void lookBack(int step) throws SQLException {
    if (!before.isEmpty()) {
      lookAtTables(step, true);
    }
  }

  /**
   * Remembers how often tables have been read, before a step in the same transaction begins. The
   * counts are those that the session has not reported yet: earlier transactions are in them.
   */
  void begin() throws SQLException {
    if (!before.isEmpty()) {
      scans.clear();
      existing(connection).forEach((oid, is) -> scans.put(oid, is.scans()));
    }
  }

  /** A transaction has ended, and its locks with it: the next one's are told anew. */
  void committed() {
    locks.clear();
  }

  private void lookAtTables(int step, boolean rowsAreMeant) throws SQLException {
    Map<Long, Existing> now = existing(connection);
    before.forEach(
        (oid, was) -> {
          Existing is = now.get(oid);
          if (is == null || isThrownAway(was, is)) {
            add(new Effect(step, EffectKind.DROP, was.ref(), null));
          } else if (is.relfilenode() != was.relfilenode()) {
            add(new Effect(step, EffectKind.REWRITE, was.ref(), null));
          }
          long earlier = scans.getOrDefault(oid, 0L);
          if (is != null && is.scans() > earlier && !rowsAreMeant && touched.contains(was.ref())) {
            add(new Effect(step, EffectKind.SCAN, was.ref(), null));
          }
        });
  }

  private static boolean isThrownAway(Existing was, Existing is) {
    return is.ref().schema().startsWith("schemawright_trash_")
        && !was.ref().schema().startsWith("schemawright_trash_");
  }

  /** What was seen, in the order in which it happened. */
  List<Effect> effects() {
    return List.copyOf(effects);
  }

  private void lookAtLocks(int step) throws SQLException {
    Map<ObjectRef, LockMode> held = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(LOCKS);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        Existing table = before.get(rows.getLong(1));
        if (table != null) {
          held.merge(table.ref(), LockMode.of(rows.getString(2)), Observer::stronger);
        }
      }
    }
    held.forEach(
        (ref, mode) -> {
          LockMode earlier = locks.get(ref);
          boolean more = earlier == null || mode.compareTo(earlier) > 0;
          if (more && mode != LockMode.ACCESS_SHARE) {
            locks.put(ref, mode);
            effects.add(new Effect(step, EffectKind.LOCK, ref, mode));
          }
        });
  }

  private void add(Effect effect) {
    boolean known =
        effects.stream()
            .anyMatch(
                seen -> seen.kind() == effect.kind() && seen.object().equals(effect.object()));
    if (!known) {
      effects.add(effect);
    }
  }

  private static LockMode stronger(LockMode one, LockMode other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Map<Long, Existing> existing(Connection connection) throws SQLException {
    Map<Long, Existing> found = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(EXISTING);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.put(
            rows.getLong(1),
            new Existing(
                ObjectRef.table(rows.getString(2), rows.getString(3)),
                rows.getLong(4),
                rows.getLong(5)));
      }
    }
    return found;
  }
}
