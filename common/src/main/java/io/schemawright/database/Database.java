package io.schemawright.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.schemawright.service.Health;
import io.schemawright.service.Part;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A service's own database: a pool of connections over migrated tables. Thread-safe. */
public final class Database implements Part {
  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /**
   * Connects, and brings the tables up to date.
   *
   * @param migrations the service's own migrations on the class path, such as {@code db/intake};
   *     those of outbox and inbox in {@code db/messaging} come first
   * @throws org.flywaydb.core.api.FlywayException if a migration fails, leaving the tables as they
   *     were
   */
  public static Database open(DatabaseSettings settings, String migrations, MeterRegistry metrics) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(settings.username());
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.username());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(settings.poolSize());
    config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(5));
    config.setInitializationFailTimeout(TimeUnit.SECONDS.toMillis(30));
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("prepareThreshold", "3");
    config.addDataSourceProperty("ApplicationName", "schemawright");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.setMetricRegistry(metrics);
    HikariDataSource pool = new HikariDataSource(config);
    try {
      Flyway.configure()
          .dataSource(pool)
          .locations("classpath:db/messaging", "classpath:" + migrations)
          .load()
          .migrate();
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
    return new Database(pool);
  }

  /**
   * Runs {@code work} in one transaction: commits on return, rolls back on any throwable, which is
   * passed on with a failing rollback as its suppressed exception.
   */
  public <R> R inTransaction(Function<Handle, R> work) {
    return jdbi.inTransaction(work::apply);
  }

  /** Reads outside of a transaction, each statement on its own. */
  public <R> R read(Function<Handle, R> query) {
    return jdbi.withHandle(query::apply);
  }

  /** The pool itself, for libraries that want a {@link DataSource}. */
  public DataSource dataSource() {
    return pool;
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public Health check() {
    try (Connection connection = pool.getConnection()) {
      return connection.isValid(2) ? Health.ok() : Health.notReady("the database does not answer");
    } catch (SQLException e) {
      return Health.notReady("the database is away: SQLSTATE " + e.getSQLState());
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
