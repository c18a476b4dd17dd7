package io.schemawright.executor.run;

import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.plan.TableLock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Locks on tables, taken before the statements that need them. */
final class TableLocks {
  private TableLocks() {}

  /** Those of the locks whose tables exist, in the same order. */
  static List<TableLock> existing(Connection connection, List<TableLock> locks)
      throws SQLException {
    List<TableLock> tables =
        locks.stream().filter(lock -> lock.object().kind() == ObjectKind.TABLE).toList();
    if (tables.isEmpty()) {
      return tables;
    }
    return present(connection, tables.stream().map(TableLock::object).toList()).stream()
        .map(tables::get)
        .toList();
  }

  /**
   * Whether a relation of any kind may have the name of one of these. Where none has, there is no
   * need to describe them, which costs far more.
   */
  static boolean anyRelation(Connection connection, Collection<ObjectRef> tables)
      throws SQLException {
    return !present(connection, tables).isEmpty();
  }

  /** Where in the collection there are names that a relation has, in the same order. */
  private static List<Integer> present(Connection connection, Collection<ObjectRef> tables)
      throws SQLException {
    List<Integer> present = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select position - 1 as position
              from unnest(?::text[]) with ordinality as wanted (name, position)
             where pg_catalog.to_regclass(name) is not null order by position
            """)) {
      query.setArray(
          1, connection.createArrayOf("text", tables.stream().map(TableLocks::name).toArray()));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          present.add(row.getInt("position"));
        }
      }
    }
    return present;
  }

  /** Whether a table has any page, and so perhaps rows; one that is not there has none. */
  static boolean isFilled(Connection connection, ObjectRef table) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select pg_catalog.pg_relation_size(pg_catalog.to_regclass(?)) operator(pg_catalog.>) 0")) {
      query.setString(1, name(table));
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** Takes one, or gives up at the deadline, a value of {@link System#nanoTime}. */
  static void take(Connection connection, TableLock lock, long deadline) throws SQLException {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    try (Statement statement = connection.createStatement()) {
      // Not its partitions: those that a statement locks too are named by locks of their own.
      statement.execute(
          "set local lock_timeout = %d; lock table only %s in %s mode"
              .formatted(
                  Math.max(1, left),
                  name(lock),
                  lock.mode().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    }
  }

  private static String name(TableLock lock) {
    return name(lock.object());
  }

  private static String name(ObjectRef object) {
    return Identifiers.quote(object.schema(), object.name());
  }
}
