package io.schemawright.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;

/** Reads objects from {@code pg_catalog}, in a fixed number of queries however many they are. */
public final class Introspection {
  private Introspection() {}

  /** The objects named, as this connection's transaction sees them; what is not there is absent. */
  public static Map<ObjectRef, CatalogObject> read(
      Connection connection, Collection<ObjectRef> refs) throws SQLException {
    return Map.of();
  }

  /** Every object in these schemas; no schema named means every schema of users. */
  public static Map<ObjectRef, CatalogObject> readSchemas(
      Connection connection, Collection<String> schemas) throws SQLException {
    return Map.of();
  }

  /** The sizes of those of these tables that exist. */
  public static Map<ObjectRef, TableStatistics> statistics(
      Connection connection, Collection<ObjectRef> tables) throws SQLException {
    return Map.of();
  }
}
