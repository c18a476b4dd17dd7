package io.schemawright.policy.rehearsal;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import io.schemawright.plan.LockMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a statement does to tables with rows, seen from another session: which locks its process
 * holds or waits for, and which files are others afterwards. What runs outside of transactions is
 * held up wherever it waits for others, to see what it holds there.
 */
final class Measurement implements AutoCloseable {
  private static final int MOST_ROUNDS = 20;
  private static final String RELATIONS =
      "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname = 's' AND c.relkind IN ('r', 'p', 'v', 'm')";

  private final PostgresServer.Database database;
  private final Connection other;
  private final int pid;
  private final Map<Long, String> names;
  private final Map<Long, Long> files;
  private final Map<String, LockMode> locks = new TreeMap<>();

  /** Sees what {@code session} does from now on. */
  Measurement(PostgresServer.Database database, int pid) throws SQLException {
    this.database = database;
    this.other = Infrastructure.postgres().connect(database.name());
    this.pid = pid;
    this.names = new TreeMap<>();
    try (Statement statement = other.createStatement();
        ResultSet rows = statement.executeQuery("SELECT c.oid, c.relname FROM " + RELATIONS)) {
      while (rows.next()) {
        names.put(rows.getLong(1), rows.getString(2));
      }
    }
    this.files = files();
  }

  /** Takes down the locks that are held or waited for at this moment; whether it waits. */
  boolean look() throws SQLException {
    boolean waits = false;
    try (Statement statement = other.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT relation, mode, granted, locktype FROM pg_locks WHERE pid = " + pid)) {
      while (rows.next()) {
        waits |= !rows.getBoolean("granted");
        String name = names.get(rows.getLong("relation"));
        if (name != null && rows.getString("locktype").equals("relation")) {
          LockMode mode = LockMode.of(rows.getString("mode"));
          locks.merge(name, mode, (one, two) -> one.compareTo(two) >= 0 ? one : two);
        }
      }
    }
    return waits;
  }

  /** Waits for its end, with somebody in its way who goes on whenever it has been seen to wait. */
  void holdUp(CompletableFuture<Void> running, Deque<Connection> inTheWay) throws SQLException {
    try {
      int round = 0;
      while (!running.isDone()) {
        Connection first = look() ? inTheWay.poll() : null;
        if (first != null) {
          if (round++ < MOST_ROUNDS) {
            letAnotherIn(inTheWay);
          }
          first.close();
        }
        soon(running);
      }
      running.join();
    } finally {
      for (Connection reader : inTheWay) {
        reader.close();
      }
    }
  }

  private static void soon(CompletableFuture<Void> running) {
    try {
      running.get(2, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // It runs or waits: look again.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }

  /** Somebody who reads all tables, with a snapshot of their own; empty where it would wait. */
  void letAnotherIn(Deque<Connection> inTheWay) throws SQLException {
    Connection reader = database.connect();
    try (Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("SET LOCAL lock_timeout = 100");
      for (String name : new TreeSet<>(names.values())) {
        statement.execute("SELECT count(*) FROM s." + name);
      }
      inTheWay.add(reader);
    } catch (SQLException e) {
      reader.close();
    }
  }

  static Deque<Connection> nobody() {
    return new ArrayDeque<>();
  }

  /** The strongest lock on each table that existed before, those that only read left out. */
  Map<String, LockMode> locks() {
    Map<String, LockMode> strong = new TreeMap<>(locks);
    strong.values().removeIf(mode -> mode == LockMode.ACCESS_SHARE);
    return strong;
  }

  /** The tables that are there in another file than before. */
  Set<String> rewritten() throws SQLException {
    Map<Long, Long> now = files();
    Set<String> rewritten = new TreeSet<>();
    names.forEach(
        (oid, name) -> {
          Long file = now.get(oid);
          if (file != null && !file.equals(files.get(oid))) {
            rewritten.add(name);
          }
        });
    return rewritten;
  }

  private Map<Long, Long> files() throws SQLException {
    Map<Long, Long> found = new TreeMap<>();
    try (Statement statement = other.createStatement();
        ResultSet rows = statement.executeQuery("SELECT oid, relfilenode FROM pg_class")) {
      while (rows.next()) {
        found.put(rows.getLong(1), rows.getLong(2));
      }
    }
    return found;
  }

  @Override
  public void close() throws SQLException {
    other.close();
  }
}
