package io.schemawright.policy.rule;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.ColumnType;
import io.schemawright.catalog.ObjectRef;

/**
 * A column that a request makes, with its table or on one that stands already.
 *
 * @param table the table that it is in
 * @param change the place of its change in the request
 * @param where where it stands in the request
 * @param name its name
 * @param type its type, as it was written or as PostgreSQL prints it
 * @param existingTable whether its parts have no place of their own in the request
 */
public record NewColumn(
    ObjectRef table, int change, String where, String name, String type, boolean existingTable) {

  /** Where that part of it stands; for a column of an existing table, where its change does. */
  public String at(String part) {
    return existingTable ? where : where + "." + part;
  }

  /** The type that a request writes for a column that was read. */
  static String writtenType(Column column) {
    return column.sequence() != null && column.identity() == null
        ? column.type().equals("bigint") ? "bigserial" : "serial"
        : column.type();
  }

  /** Whether its type, arrays included, is of that family. */
  public boolean isOf(String family) {
    return ColumnType.find(type).filter(known -> known.family().equals(family)).isPresent();
  }
}
