package io.schemawright.executor.target;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.schemawright.executor.ledger.LedgerKey;
import io.schemawright.executor.ledger.LedgerTables;
import io.schemawright.executor.window.Calendar;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A database that changes are applied to: a small pool of connections to it. Thread-safe. */
public final class Target implements AutoCloseable {
  /**
   * The search path of every connection: on it no requested object can hide a built-in. A temporary
   * table would, were {@code pg_temp} not named.
   */
  public static final String SEARCH_PATH = "pg_catalog,pg_temp";

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration SHORTEST_REST = Duration.ofMillis(100);
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);

  private final TargetSettings settings;
  private final HikariDataSource pool;
  private volatile @Nullable LedgerKey ledgerKey;
  private volatile boolean prepared;
  private Duration rest = Duration.ZERO;
  private long restsUntil;

  /** A target that need not be there yet. */
  Target(TargetSettings settings, int poolSize) {
    this.settings = settings;
    HikariConfig config = new HikariConfig();
    config.setPoolName("target-" + settings.name());
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.username());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(poolSize);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
    config.setValidationTimeout(CONNECT_TIMEOUT.toMillis() / 2);
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("ApplicationName", "schemawright-executor");
    // The name goes with the connection then, so that RESET ALL goes back to it: by its name the
    // event trigger knows that it was us, and need not bring about a look.
    config.addDataSourceProperty("assumeMinServerVersion", "14");
    config.addDataSourceProperty("connectTimeout", Long.toString(CONNECT_TIMEOUT.toSeconds()));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    // The driver would forget its prepared reads of the catalog at every CREATE and DROP.
    config.addDataSourceProperty("flushCacheOnDdl", "false");
    config.addDataSourceProperty("prepareThreshold", "3");
    // With the connection as well: from 18 on, the driver forgets what it prepared whenever the
    // path changes.
    config.addDataSourceProperty("options", "-c search_path=" + SEARCH_PATH);
    this.pool = new HikariDataSource(config);
  }

  /** Adds the pool's metrics; once. */
  void measure(MeterRegistry metrics) {
    pool.setMetricRegistry(metrics);
  }

  /** As requests name it. */
  public String name() {
    return settings.name();
  }

  /** What it is for. */
  public String environment() {
    return settings.environment();
  }

  /** When it may be changed. */
  public Calendar calendar() {
    return settings.calendar();
  }

  /** For how long it keeps the tables that were dropped. */
  public Duration trashRetention() {
    return settings.trashRetention();
  }

  /** A connection in auto-commit mode to a target that has a ledger; closing gives it back. */
  public Connection connect() throws SQLException {
    Connection connection = pool.getConnection();
    if (!prepared) {
      try {
        ledgerKey = LedgerTables.prepare(connection, settings.name(), settings.ledgerKeyIfAny());
        prepared = true;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }
    return connection;
  }

  /**
   * What entries for its ledger are sealed with.
   *
   * @throws IllegalStateException if it was never reached
   */
  public LedgerKey ledgerKey() {
    LedgerKey key = ledgerKey;
    if (key == null) {
      throw new IllegalStateException("target " + name() + " was never reached");
    }
    return key;
  }

  /** Ends a connection whose session is in a state that nobody knows. */
  public void discard(Connection connection) {
    pool.evictConnection(connection);
  }

  /**
   * It did not answer: it is left alone for a while, longer each time. What comes back may be an
   * older state of it, from a backup or a replica, in which neither the ledger nor what it recorded
   * is there.
   */
  public synchronized void didNotAnswer() {
    prepared = false;
    Duration next = rest.isZero() ? SHORTEST_REST : rest.multipliedBy(2);
    rest = next.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : next;
    restsUntil = System.nanoTime() + rest.toNanos();
  }

  /** It answered. */
  public synchronized void answered() {
    rest = Duration.ZERO;
  }

  /** Whether it is being left alone, so that waiting for it does not keep a worker from others. */
  public synchronized boolean rests() {
    return !rest.isZero() && System.nanoTime() - restsUntil < 0;
  }

  /** Whether it did not answer when last asked. */
  synchronized boolean away() {
    return !rest.isZero();
  }

  @Override
  public void close() {
    pool.close();
  }
}
