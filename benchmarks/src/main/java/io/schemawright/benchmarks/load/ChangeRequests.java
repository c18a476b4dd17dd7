package io.schemawright.benchmarks.load;

import java.util.List;

/**
 * The changes that are measured: a table of five columns with a primary key, a B-tree and a GIN
 * index, as a request and as plain SQL for those who take no requests.
 */
public final class ChangeRequests {
  private static final List<String> INDEXED = List.of("name", "updated_at", "created_at", "id");

  private ChangeRequests() {}

  /** A valid request in canonical form. */
  public static String createTable(String target, String table) {
    return of(
        target,
        """
        {"type": "create-table", "table": "%1$s",
         "columns": [
           {"name": "id", "type": "uuid", "nullable": false, "default": "gen_random_uuid()", "primaryKey": true},
           {"name": "name", "type": "text", "nullable": false},
           {"name": "attributes", "type": "jsonb", "nullable": false, "default": "'{}'"},
           {"name": "created_at", "type": "timestamptz", "nullable": false, "default": "now()"},
           {"name": "updated_at", "type": "timestamptz", "nullable": false, "default": "now()"}],
         "indexes": [
           {"name": "idx_%1$s_created_at", "columns": ["created_at"]},
           {"name": "idx_%1$s_attributes", "columns": ["attributes"], "method": "gin"}]}
        """
            .formatted(table));
  }

  /** A request that is well-formed and breaks rules: no primary key, names that nobody allows. */
  public static String refused(String target, String table) {
    return of(
        target,
        """
        {"type": "create-table", "table": "%s_BAD",
         "columns": [{"name": "userId", "type": "bigint", "nullable": false}]}
        """
            .formatted(table));
  }

  /** Something that is no request: its only change has no type that anybody knows. */
  public static String invalid(String target) {
    return of(target, "{\"type\": \"make-it-nice\", \"table\": \"items\"}");
  }

  /** One column more for a table that is there. */
  public static String addColumn(String target, StandingTables.Use table) {
    return of(
        target,
        """
        {"type": "add-column", "table": "%s", "column": {"name": "extra_%d", "type": "text"}}
        """
            .formatted(table.table(), table.use()));
  }

  /**
   * One index more for a table that {@link #createTable} made: each use has a pair of columns of
   * its own.
   *
   * @throws IllegalArgumentException if there are no more such pairs
   */
  public static String addIndex(String target, StandingTables.Use table) {
    int others = INDEXED.size() - 1;
    int first = table.use() / others;
    if (first > others) {
      throw new IllegalArgumentException(table.table() + " was used " + table.use() + " times");
    }
    List<String> rest = INDEXED.stream().filter(name -> !name.equals(INDEXED.get(first))).toList();
    return of(
        target,
        """
        {"type": "add-index", "table": "%s", "index": {"columns": ["%s", "%s"]}}
        """
            .formatted(table.table(), INDEXED.get(first), rest.get(table.use() % others)));
  }

  /**
   * The i-th of a mixture: of ten, six create a table, one adds a column and one an index to a
   * table that is there, one is refused, and one waits for a review.
   */
  public static String mixed(int i, String target, String table, StandingTables standing) {
    return switch (i % 10) {
      case 2 -> addColumn(target, standing.next(target));
      case 4 -> refused(target, table);
      case 7 -> addIndex(target, standing.next(target));
      case 9 -> createTable("orders", table);
      default -> createTable(target, table);
    };
  }

  /** What must become of the i-th of that mixture. */
  public static Settled.How mixedOutcome(int i) {
    return switch (i % 10) {
      case 4 -> Settled.How.REFUSED;
      case 9 -> Settled.How.WAITING;
      default -> Settled.How.COMPLETED;
    };
  }

  /** A request for these changes, in JSON with commas between them. */
  public static String of(String target, String change) {
    return """
    {"target": "%s", "owner": "bench", "requestedBy": "bench", "justification": "a measurement",
     "changes": [%s]}
    """
        .formatted(target, change.strip());
  }

  /** The statements that make the same table; each ends with a semicolon. */
  public static String createTableSql(String table) {
    return """
    CREATE TABLE %1$s (
      id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT %1$s_pkey PRIMARY KEY,
      name text NOT NULL,
      attributes jsonb NOT NULL DEFAULT '{}',
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now());
    CREATE INDEX idx_%1$s_created_at ON %1$s (created_at);
    CREATE INDEX idx_%1$s_attributes ON %1$s USING gin (attributes);
    """
        .formatted(table);
  }
}
