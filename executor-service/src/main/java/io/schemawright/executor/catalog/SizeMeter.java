package io.schemawright.executor.catalog;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableStatistics;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How large tables are. To measure a table PostgreSQL opens it, its indexes and their files, so
 * only those are measured of which something has moved since this process has last measured them.
 * Thread-safe.
 */
final class SizeMeter {
  /**
   * One number for each table that is another whenever its size may be: by what PostgreSQL counts,
   * and where it does not count, by chance. A partitioned table is as large as its partitions.
   */
  private static final String MARKS =
      """
      with marked as (
        select c.oid, c.relispartition, hashtextextended(concat_ws(' ',
                 c.relfilenode, c.relpages, c.reltuples, c.relhasindex, c.relkind,
                 pg_stat_get_tuples_inserted(c.oid), pg_stat_get_tuples_updated(c.oid),
                 pg_stat_get_tuples_deleted(c.oid), pg_stat_get_live_tuples(c.oid),
                 case when current_setting('track_counts') = 'off' then random() end),
                 0)::numeric as mark
          from pg_class c where c.relkind in ('r', 'p')
      ), named as (
        select oid, mark from marked
        union all
        select ancestor.relid, mark
          from marked cross join lateral pg_partition_ancestors(marked.oid) as ancestor (relid)
         where marked.relispartition and ancestor.relid <> marked.oid
      )
      select n.nspname, c.relname, sum(named.mark)::text as mark
        from named
        join pg_class c on c.oid = named.oid
        join pg_namespace n on n.oid = c.relnamespace
       where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
       group by n.nspname, c.relname
      """;

  private final Map<String, Map<ObjectRef, String>> measured = new ConcurrentHashMap<>();

  /**
   * The sizes of those of a target's tables that may have changed; none at all where somebody holds
   * one of them exclusively for long.
   *
   * @param objects the tables, among others
   * @param known the tables whose size is known, if nothing has moved
   */
  Map<ObjectRef, TableStatistics> read(
      String target, Connection connection, Collection<ObjectRef> objects, Set<ObjectRef> known)
      throws SQLException {
    Map<ObjectRef, String> before = measured.getOrDefault(target, Map.of());
    Map<ObjectRef, String> now = marks(connection);
    Set<ObjectRef> moved = new TreeSet<>(objects);
    moved.removeIf(
        table -> known.contains(table) && Objects.equals(before.get(table), now.get(table)));
    Map<ObjectRef, TableStatistics> sizes = TargetFacts.sizes(connection, moved);
    if (!sizes.isEmpty()) {
      measured.put(target, now); // Else what has moved may be what could not be measured.
    }
    return sizes;
  }

  private static Map<ObjectRef, String> marks(Connection connection) throws SQLException {
    Map<ObjectRef, String> marks = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(MARKS)) {
      while (row.next()) {
        marks.put(
            ObjectRef.table(row.getString("nspname"), row.getString("relname")),
            row.getString("mark"));
      }
    }
    return marks;
  }
}
