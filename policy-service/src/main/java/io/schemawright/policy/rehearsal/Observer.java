package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.plan.Effect;
import io.schemawright.plan.EffectKind;
import io.schemawright.plan.LockMode;
import io.schemawright.plan.Trash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sees what a transaction in progress does to the tables that existed before it, just before it
 * commits. For one rehearsal.
 */
final class Observer {
  private static final String EXISTING =
      """
      SELECT c.oid, n.nspname, c.relname, c.relkind, c.relfilenode,
             pg_catalog.pg_stat_get_xact_numscans(c.oid) AS scans,
             pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid) AS deleted,
             CASE WHEN c.relkind = 'r' THEN pg_catalog.pg_relation_size(c.oid) ELSE 0 END AS bytes,
             ARRAY(SELECT a.attnum::int FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
               AS columns,
             ARRAY(SELECT (i.indexrelid, x.relfilenode, i.indisvalid)::text
                     FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
                    WHERE i.indrelid = c.oid ORDER BY i.indexrelid) AS indexes,
             (SELECT h.inhparent FROM pg_catalog.pg_inherits h
               WHERE h.inhrelid = c.oid AND c.relispartition) AS parent
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      """;
  private static final String LOCKS =
      """
      SELECT l.relation, l.mode
        FROM pg_catalog.pg_locks l
       WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted
      """;

  private record Existing(
      ObjectRef ref,
      long relfilenode,
      long scans,
      long deleted,
      long bytes,
      Set<Integer> columns,
      List<String> indexes,
      long parent) {}

  private final Connection connection;
  private final Set<ObjectRef> touched;
  private final Map<Long, Existing> before;
  private final Map<ObjectRef, LockMode> locks = new HashMap<>();
  private final Map<Long, Existing> atBegin = new HashMap<>();
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
    lookAtTables(step, rowsAreMeant, existing(connection));
  }

  /**
   * Looks at what a step without a transaction has done. Its locks are gone by then: {@code
   * docs/locks.md} shows what such statements take on the tables on which they leave something.
   */
  void lookBack(int step) throws SQLException {
    if (!before.isEmpty()) {
      Map<Long, Existing> now = existing(connection);
      before.forEach(
          (oid, was) -> {
            Existing is = now.get(oid);
            if (is != null && is.relfilenode() != was.relfilenode()) {
              lock(step, was.ref(), LockMode.ACCESS_EXCLUSIVE);
            } else if (is != null && is.parent() != was.parent()) {
              Optional.ofNullable(before.get(was.parent()))
                  .ifPresent(parent -> lock(step, parent.ref(), LockMode.SHARE_UPDATE_EXCLUSIVE));
              lock(step, was.ref(), LockMode.ACCESS_EXCLUSIVE);
            } else if (is != null && !is.indexes().equals(latest(oid, was).indexes())) {
              lock(step, was.ref(), LockMode.SHARE_UPDATE_EXCLUSIVE);
            }
          });
      lookAtTables(step, true, now);
      atBegin.putAll(now);
    }
  }

  private Existing latest(Long oid, Existing was) {
    return atBegin.getOrDefault(oid, was);
  }

  /**
   * Remembers how often tables have been read, before a step in the same transaction begins. The
   * counts are those that the session has not reported yet: earlier transactions are in them.
   */
  void begin() throws SQLException {
    if (!before.isEmpty()) {
      atBegin.clear();
      atBegin.putAll(existing(connection));
    }
  }

  /** A transaction has ended, and its locks with it: the next one's are told anew. */
  void committed() {
    locks.clear();
  }

  private void lookAtTables(int step, boolean rowsAreMeant, Map<Long, Existing> now) {
    Set<ObjectRef> there = new HashSet<>();
    now.values().forEach(is -> there.add(is.ref()));
    before.forEach(
        (oid, was) -> {
          Existing is = now.get(oid);
          if (is == null ? !there.contains(was.ref()) : isThrownAway(was, is)) {
            add(new Effect(step, EffectKind.DROP, was.ref(), null));
          } else if (is != null) {
            look(step, rowsAreMeant, was, latest(oid, was), is);
          }
        });
  }

  private void look(int step, boolean rowsAreMeant, Existing was, Existing earlier, Existing is) {
    if (is.relfilenode() != was.relfilenode()) {
      add(new Effect(step, EffectKind.REWRITE, was.ref(), null));
    }
    if (is.scans() > earlier.scans() && !rowsAreMeant && touched.contains(was.ref())) {
      add(new Effect(step, EffectKind.SCAN, was.ref(), null));
    }
    boolean emptied = was.bytes() > 0 && is.bytes() == 0;
    boolean deleted = is.deleted() > earlier.deleted();
    if (emptied || deleted || !is.columns().containsAll(was.columns())) {
      add(new Effect(step, EffectKind.DATA_LOSS, was.ref(), null));
    }
  }

  private static boolean isThrownAway(Existing was, Existing is) {
    return Trash.holds(is.ref()) && !Trash.holds(was.ref());
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
    held.forEach((ref, mode) -> lock(step, ref, mode));
  }

  private void lock(int step, ObjectRef ref, LockMode mode) {
    LockMode earlier = locks.get(ref);
    boolean more = earlier == null || mode.compareTo(earlier) > 0;
    if (more && mode != LockMode.ACCESS_SHARE) {
      locks.put(ref, mode);
      effects.add(new Effect(step, EffectKind.LOCK, ref, mode));
    }
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
                new ObjectRef(
                    ObjectKind.ofRelkind(rows.getString(4)), rows.getString(2), rows.getString(3)),
                rows.getLong(5),
                rows.getLong(6),
                rows.getLong(7),
                rows.getLong(8),
                Set.of(items(rows, 9, Integer[].class)),
                List.of(items(rows, 10, String[].class)),
                rows.getLong(11)));
      }
    }
    return found;
  }

  private static <T> T[] items(ResultSet rows, int column, Class<T[]> type) throws SQLException {
    Object[] items = (Object[]) rows.getArray(column).getArray();
    return Arrays.copyOf(items, items.length, type);
  }
}
