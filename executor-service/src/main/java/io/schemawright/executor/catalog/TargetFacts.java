package io.schemawright.executor.catalog;

import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.event.TargetDescribed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one look at a target said about the target itself; nothing but a fault if it is away. */
record TargetFacts(
    int postgresMajor, String postgresVersion, List<String> extensions, @Nullable String fault) {
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  static TargetFacts read(Connection connection) throws SQLException {
    List<String> extensions = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select extname || ' ' || extversion
                       || case when nspname in ('public', 'pg_catalog') then ''
                               else ' in ' || nspname end
                  from pg_catalog.pg_extension
                  join pg_catalog.pg_namespace on pg_namespace.oid = extnamespace
                 order by 1
                """)) {
      while (row.next()) {
        extensions.add(row.getString(1));
      }
    }
    return new TargetFacts(
        connection.getMetaData().getDatabaseMajorVersion(),
        connection.getMetaData().getDatabaseProductVersion(),
        extensions,
        null);
  }

  /** It could not be read. What PostgreSQL or the network said may name hosts, so only the code. */
  static TargetFacts unreachable(SQLException fault) {
    return new TargetFacts(0, "", List.of(), "cannot be read: SQLSTATE " + sqlState(fault));
  }

  /** The code of the first cause that has one. */
  static String sqlState(SQLException fault) {
    String state = "unknown";
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        state = sql.getSQLState();
      }
    }
    return state;
  }

  /** The description to follow {@code before}: a target that is away is what it was last. */
  TargetDescribed after(TargetDescribed before) {
    return fault == null
        ? new TargetDescribed(
            before.target(),
            before.environment(),
            postgresMajor,
            postgresVersion,
            extensions,
            true,
            "",
            before.windows(),
            before.trashRetention())
        : new TargetDescribed(
            before.target(),
            before.environment(),
            before.postgresMajor(),
            before.postgresVersion(),
            before.extensions(),
            false,
            fault,
            before.windows(),
            before.trashRetention());
  }

  /** The tables' sizes; none at all where somebody holds one of them exclusively for long. */
  static Map<ObjectRef, TableStatistics> sizes(Connection connection, Collection<ObjectRef> refs)
      throws SQLException {
    List<ObjectRef> tables = refs.stream().filter(ref -> ref.kind() == ObjectKind.TABLE).toList();
    if (tables.isEmpty()) {
      return Map.of();
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local lock_timeout = '250ms'");
      return Introspection.statistics(connection, tables);
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        return Map.of();
      }
      throw e;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}
