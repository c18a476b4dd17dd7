package io.schemawright.executor.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ObjectRef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SortedSet;

/**
 * Session advisory locks in the target on the objects of a plan, held by the very connection that
 * runs it: they end with that session, never before and never after, whatever becomes of the
 * process or of our own database.
 */
final class ObjectLocks {
  private ObjectLocks() {}

  /** Tries all of them, waiting for none; those it got are kept until {@link #release}. */
  static boolean tryAll(Connection connection, SortedSet<ObjectRef> objects) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select coalesce(bool_and(pg_catalog.pg_try_advisory_lock(key)), true)"
                + " from unnest(?::bigint[]) as key")) {
      Object[] keys = objects.stream().map(ObjectLocks::key).toArray();
      query.setArray(1, connection.createArrayOf("bigint", keys));
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /**
   * Gives back every one that the session holds, in a transaction of its own, and puts every
   * setting back: a default isolation level that a statement has set would make the next plan read
   * the ledger as it was before its locks were held.
   *
   * @return the search path that the session is left with, which costs no question of its own
   */
  static String release(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "reset session authorization; reset role; reset all;"
              + " select pg_catalog.pg_advisory_unlock_all(),"
              + " pg_catalog.current_setting('search_path')");
      for (int reset = 0; reset < 3; reset++) {
        statement.getMoreResults();
      }
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        return row.getString(2);
      }
    }
  }

  private static long key(ObjectRef object) {
    String name = "schemawright/" + object.key();
    return Long.parseUnsignedLong(
        Fingerprint.ofBytes(name.getBytes(UTF_8)).value().substring(0, 16), 16);
  }
}
