package io.schemawright.executor.run;

import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.executor.target.Target;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.plan.TableLock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has touched although its plan does not name it, told before it commits and
 * while other sessions work beside it.
 *
 * <p>Whoever creates, alters or drops a relation locks it until the end of the transaction (manual,
 * section 13.3.1), so {@code pg_locks} of the own backend names them all, subtransactions included.
 * Functions and types are locked where they are dropped or altered by name alone; that they were
 * created or replaced shows in the {@code xmin} of their rows, which is looked at where a statement
 * was written by hand or an event trigger may run. A row is ours if it is visible here and its
 * transaction is in progress: those of others in progress are not visible.
 *
 * <p>How it was before is what another session still sees. It is asked only about what is not
 * accounted for yet: what was dropped, moved out of the plan's sight, or is none of its business.
 */
final class Bystanders {
  /**
   * Rows that are not older than our transaction: others have written some of them since. Their
   * {@code xmin} is widened by the epoch of ours.
   */
  private static final String OWN_LOCKS_AND_ROWS =
      """
      SELECT coalesce(l.classid, 'pg_class'::regclass), coalesce(l.relation, l.objid), NULL::xid8
        FROM pg_locks l
       WHERE l.pid = pg_backend_pid() AND l.granted
         AND CASE l.locktype
               WHEN 'relation' THEN l.mode IN ('ShareUpdateExclusiveLock', 'ShareLock',
                 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
               WHEN 'object' THEN l.mode IN ('ExclusiveLock', 'AccessExclusiveLock')
                 AND l.classid IN ('pg_proc'::regclass, 'pg_type'::regclass)
             END
      UNION ALL
      SELECT made.classid, made.oid,
             (own.xid + (made.xid - own.xid % 4294967296 + 4294967296) % 4294967296)::text::xid8
        FROM (SELECT pg_current_xact_id()::text::numeric) AS own (xid)
        CROSS JOIN LATERAL (
          SELECT 'pg_proc'::regclass::oid, p.oid, p.xmin::text::numeric FROM pg_proc p
           WHERE p.oid >= 16384 AND age(p.xmin) <= 0
          UNION ALL
          SELECT 'pg_type'::regclass, t.oid, t.xmin::text::numeric FROM pg_type t
           WHERE t.oid >= 16384 AND t.typtype IN ('d', 'e') AND age(t.xmin) <= 0
        ) AS made (classid, oid, xid)
       WHERE ? OR EXISTS (
         SELECT FROM pg_event_trigger e
          WHERE e.evtenabled <> 'D'
            AND e.evtfoid IS DISTINCT FROM to_regprocedure('schemawright.tell_of_ddl()'))
      """;

  private static final String GIVEN =
      "SELECT * FROM unnest(?::oid[], ?::oid[], ?::xid8[]) AS given (classid, oid, xid)";

  /**
   * What those are and belong to: an index, a sequence or a toast table to its table, a partition
   * to what it is a part of, a row type to its relation.
   */
  private static final String DESCRIBED =
      """
      WITH RECURSIVE held (classid, oid, xid) AS MATERIALIZED (%s),
      up (held, classid, oid) AS (
        SELECT held, held.classid, held.oid FROM held
        UNION
        SELECT up.held, over.classid, over.oid
          FROM up CROSS JOIN LATERAL (
            SELECT up.classid, i.indrelid FROM pg_index i
             WHERE up.classid = 'pg_class'::regclass AND i.indexrelid = up.oid
            UNION ALL
            SELECT up.classid, i.inhparent FROM pg_inherits i
             WHERE up.classid = 'pg_class'::regclass AND i.inhrelid = up.oid
            UNION ALL
            SELECT up.classid, d.refobjid FROM pg_depend d
             WHERE up.classid = 'pg_class'::regclass AND d.classid = up.classid
               AND d.objid = up.oid AND d.refclassid = up.classid AND d.deptype IN ('a', 'i')
            UNION ALL
            SELECT CASE t.typrelid WHEN 0 THEN up.classid ELSE 'pg_class'::regclass END,
                   CASE t.typrelid WHEN 0 THEN t.typelem ELSE t.typrelid END
              FROM pg_type t
             WHERE up.classid = 'pg_type'::regclass AND t.oid = up.oid
               AND (t.typrelid <> 0 OR (t.typtype = 'b' AND t.typelem <> 0))
          ) AS over (classid, oid)
      )
      SELECT (up.held).classid, (up.held).oid, (up.held).xid::text AS xid, n.nspname,
             o.kind, o.name, o.state, (up.held).oid = up.oid AS itself, %s AS ours
        FROM up
        LEFT JOIN LATERAL (
          SELECT c.relnamespace, c.relkind::text, c.relname::text, NULL
            FROM pg_class c WHERE up.classid = 'pg_class'::regclass AND c.oid = up.oid
          UNION ALL
          SELECT p.pronamespace, 'function',
                 p.proname || '(' || oidvectortypes(p.proargtypes) || ')',
                 md5((to_jsonb(p) - 'proacl' - 'proowner')::text)
            FROM pg_proc p WHERE up.classid = 'pg_proc'::regclass AND p.oid = up.oid
          UNION ALL
          SELECT t.typnamespace, t.typtype::text, t.typname,
                 md5(concat(to_jsonb(t) - 'typacl' - 'typowner', ARRAY(
                   SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid
                    ORDER BY e.enumsortorder)))
            FROM pg_type t
           WHERE up.classid = 'pg_type'::regclass AND t.oid = up.oid AND t.typtype IN ('d', 'e')
        ) AS o (schema, kind, name, state)
          ON (SELECT count(*) FROM pg_depend ext WHERE ext.classid = up.classid
                 AND ext.objid = up.oid AND ext.deptype = 'e') = 0 -- EXISTS would hash all of it.
        LEFT JOIN pg_namespace n
          ON n.oid = o.schema AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      """;

  private static final String HERE = DESCRIBED.formatted(OWN_LOCKS_AND_ROWS, "NULL::boolean");

  /** A row that is frozen may look like one of the future, of which nobody may ask. */
  private static final String ELSEWHERE =
      DESCRIBED.formatted(
          GIVEN,
          """
          CASE WHEN (up.held).xid < pg_current_xact_id()
               THEN pg_xact_status((up.held).xid) = 'in progress' END""");

  private static final String SEARCH_PATH =
      """
      SELECT CASE WHEN pg_catalog.current_setting('search_path') OPERATOR(pg_catalog.<>) '%1$s'
                  THEN pg_catalog.set_config('search_path', '%1$s', true) END;
      """
          .formatted(Target.SEARCH_PATH);

  private final TargetSession session;
  private final Set<ObjectRef> named;

  /** Those of a plan that runs on this session. */
  Bystanders(TargetSession session, Plan plan) {
    this.session = session;
    this.named = new TreeSet<>(plan.objects());
    plan.steps().stream()
        .flatMap(step -> step.locks().stream())
        .map(TableLock::object)
        .forEach(named::add);
  }

  /** Something with an oid; the transaction that wrote its row, where it was found by that. */
  private record Key(long catalog, long oid, @Nullable String xid) {}

  private record Seen(String what, @Nullable ObjectRef ref, @Nullable String state) {}

  /** How one is seen: its own description first, then what it belongs to; nothing if it is gone. */
  private static final class Sight {
    private final List<Seen> seen = new ArrayList<>();
    private boolean ours;

    boolean isThere() {
      return !seen.isEmpty();
    }

    @Nullable String state() {
      return seen.isEmpty() ? null : seen.get(0).state();
    }
  }

  /**
   * What the transaction in progress has touched beyond its plan, in words; sets the search path
   * back.
   */
  List<String> touched(List<Step> steps) throws SQLException {
    boolean byHand = steps.stream().anyMatch(step -> step.searchPath() != null);
    Map<Key, Sight> now;
    try (PreparedStatement query = session.connection().prepareStatement(SEARCH_PATH + HERE)) {
      query.setBoolean(1, byHand);
      query.execute();
      query.getMoreResults();
      now = read(query);
    }
    now.values().removeIf(this::isNamed);
    return now.isEmpty() ? List.of() : beyond(now, before(now.keySet()));
  }

  private Map<Key, Sight> before(Set<Key> keys) throws SQLException {
    try (Connection other = session.connectBeside();
        PreparedStatement query = other.prepareStatement(ELSEWHERE)) {
      query.setArray(1, other.createArrayOf("oid", keys.stream().map(Key::catalog).toArray()));
      query.setArray(2, other.createArrayOf("oid", keys.stream().map(Key::oid).toArray()));
      query.setArray(3, other.createArrayOf("xid8", keys.stream().map(Key::xid).toArray()));
      query.execute();
      return read(query);
    }
  }

  private List<String> beyond(Map<Key, Sight> now, Map<Key, Sight> before) {
    Set<String> touched = new TreeSet<>();
    now.forEach(
        (key, is) -> {
          Sight was = Objects.requireNonNull(before.get(key));
          boolean others = key.xid() != null && !was.ours;
          boolean same = is.state() != null && Objects.equals(is.state(), was.state());
          if (!isNamed(was) && !others && !same) {
            if (is.isThere()) {
              touched.add((was.isThere() ? "changed " : "created ") + is.seen.get(0).what());
            } else if (was.isThere()) { // What a statement made for itself is gone in both.
              touched.add("dropped " + was.seen.get(0).what());
            }
          }
        });
    return List.copyOf(touched);
  }

  private boolean isNamed(Sight sight) {
    return sight.seen.stream().map(Seen::ref).anyMatch(ref -> ref != null && named.contains(ref));
  }

  private static Map<Key, Sight> read(PreparedStatement query) throws SQLException {
    Map<Key, Sight> sights = new LinkedHashMap<>();
    try (ResultSet row = query.getResultSet()) {
      while (row.next()) {
        Key key = new Key(row.getLong("classid"), row.getLong("oid"), row.getString("xid"));
        Sight sight = sights.computeIfAbsent(key, unseen -> new Sight());
        sight.ours |= row.getBoolean("ours");
        if (row.getString("nspname") != null) {
          sight.seen.add(row.getBoolean("itself") ? 0 : sight.seen.size(), seen(row));
        }
      }
    }
    return sights;
  }

  private static Seen seen(ResultSet row) throws SQLException {
    String schema = row.getString("nspname");
    String name = row.getString("name");
    ObjectKind kind = kind(row.getString("kind"));
    if (kind == null) {
      return new Seen("index/%s.%s".formatted(schema, name), null, null);
    }
    ObjectRef ref = new ObjectRef(kind, schema, name);
    return new Seen(ref.toString(), ref, row.getString("state"));
  }

  /**
   * By {@code pg_class.relkind}, {@code pg_type.typtype} or the word that stands for a function.
   */
  private static @Nullable ObjectKind kind(String letter) {
    return switch (letter) {
      case "function" -> ObjectKind.FUNCTION;
      case "d" -> ObjectKind.DOMAIN;
      case "e" -> ObjectKind.ENUM;
      case "i", "I" -> null;
      default -> ObjectKind.ofRelkind(letter);
    };
  }
}
