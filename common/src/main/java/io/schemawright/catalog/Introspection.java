package io.schemawright.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads objects from {@code pg_catalog}, in one round trip and a fixed number of queries however
 * many they are; all of a schema in one for every two thousand tables.
 *
 * <p>It works on PostgreSQL 14 to 18. In a transaction it reads within it, uncommitted DDL
 * included, and leaves the session's settings as they were; outside of one it reads a single
 * snapshot. It takes no lock on what it describes. Objects that belong to an extension, and the
 * sequences of serial and identity columns, are not objects of their own.
 */
public final class Introspection {
  private Introspection() {}

  /** The objects named, as this connection's transaction sees them; what is not there is absent. */
  public static Map<ObjectRef, CatalogObject> read(
      Connection connection, Collection<ObjectRef> refs) throws SQLException {
    return refs.isEmpty()
        ? Map.of()
        : objects(connection, CatalogScope.of(refs), new TableReader(), List.of());
  }

  /**
   * Objects and how big they are.
   *
   * @param sizes of those of them that are tables
   */
  public record Measured(
      Map<ObjectRef, CatalogObject> objects, Map<ObjectRef, TableStatistics> sizes) {}

  /**
   * The objects named, with the sizes of the tables among them, in the same round trip. Waits for
   * whoever holds one of the tables exclusively.
   */
  public static Measured readMeasured(Connection connection, Collection<ObjectRef> refs)
      throws SQLException {
    Map<ObjectRef, TableStatistics> sizes = new TreeMap<>();
    return new Measured(
        objects(connection, CatalogScope.of(refs), new TableReader(), List.of(sizes(sizes))),
        sizes);
  }

  /**
   * Every object in these schemas; no schema named means every schema of users, which leaves out
   * PostgreSQL's own, {@code schemawright} and its trash.
   */
  public static Map<ObjectRef, CatalogObject> readSchemas(
      Connection connection, Collection<String> schemas) throws SQLException {
    Map<ObjectRef, CatalogObject> all = new TreeMap<>();
    readSchemas(connection, schemas, all::putAll);
    return all;
  }

  /**
   * The same in portions of some thousand tables, for whoever does not want to have all at once.
   *
   * @param sink takes each portion before the next is read; the first has all that is no table
   */
  public static void readSchemas(
      Connection connection,
      Collection<String> schemas,
      Consumer<Map<ObjectRef, CatalogObject>> sink)
      throws SQLException {
    ReadingSession.inSnapshot(
        connection,
        () -> {
          OptionalLong after = OptionalLong.of(0);
          while (after.isPresent()) {
            TableReader tables = new TableReader();
            sink.accept(
                objects(
                    connection,
                    CatalogScope.schemas(schemas, after.getAsLong()),
                    tables,
                    List.of()));
            after = tables.lastOfPortion();
          }
        });
  }

  /**
   * The sizes of those of these tables that exist; a partitioned table's are those of its
   * partitions. This waits for whoever holds a table exclusively.
   */
  public static Map<ObjectRef, TableStatistics> statistics(
      Connection connection, Collection<ObjectRef> tables) throws SQLException {
    Map<ObjectRef, TableStatistics> statistics = new TreeMap<>();
    CatalogScope scope = CatalogScope.of(tables);
    CatalogQuery find = CatalogQuery.ofScope(scope.findTables(), found -> {});
    ReadingSession.ask(connection, scope, List.of(find, sizes(statistics)));
    return statistics;
  }

  private static CatalogQuery sizes(Map<ObjectRef, TableStatistics> sizes) {
    return CatalogQuery.ofTables(
        STATISTICS.formatted(CatalogScope.TABLE_OIDS),
        row ->
            sizes.put(
                ObjectRef.table(row.getString("nspname"), row.getString("relname")),
                new TableStatistics(
                    row.getLong("row_estimate"),
                    row.getLong("heap_bytes"),
                    row.getLong("total_bytes"))));
  }

  private static SortedMap<ObjectRef, CatalogObject> objects(
      Connection connection, CatalogScope scope, TableReader tables, List<CatalogQuery> more)
      throws SQLException {
    int version = connection.getMetaData().getDatabaseMajorVersion();
    TypeReader types = new TypeReader(scope);
    OpaqueReader others = new OpaqueReader(scope);
    List<CatalogQuery> queries = new ArrayList<>();
    queries.add(CatalogQuery.ofScope(scope.findTables(), tables::found));
    if (scope.any(ObjectKind.TABLE)) {
      queries.addAll(tables.queries(version));
    }
    queries.addAll(types.queries());
    if (scope.others()) {
      queries.addAll(others.queries());
    }
    queries.addAll(more);
    ReadingSession.ask(connection, scope, queries);
    SortedMap<ObjectRef, CatalogObject> objects = new TreeMap<>();
    tables
        .tables()
        .forEach(table -> objects.put(table.ref(), CatalogObject.of(table.ref(), table)));
    types
        .definitions(others.dependencies())
        .forEach((ref, type) -> objects.put(ref, CatalogObject.of(ref, type)));
    others.definitions().forEach((ref, text) -> objects.put(ref, CatalogObject.of(ref, text)));
    return objects;
  }

  private static final String STATISTICS =
      """
      SELECT n.nspname, c.relname, c.reltuples::bigint AS row_estimate, size.heap_bytes,
             size.total_bytes
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL (
          SELECT coalesce(sum(pg_relation_size(part.oid)), 0) AS heap_bytes,
                 coalesce(sum(pg_total_relation_size(part.oid)), 0) AS total_bytes
            FROM (SELECT c.oid WHERE c.relkind = 'r'
                  UNION ALL
                  SELECT tree.relid FROM pg_partition_tree(c.oid) tree
                   WHERE c.relkind = 'p' AND tree.isleaf) AS part
        ) AS size
       WHERE c.oid = ANY (%s)
      """;
}
