package io.schemawright.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.schemawright.service.Health;
import io.schemawright.service.Part;
import io.schemawright.service.Readings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * A service's own database: a pool of connections over migrated tables. It is asked every second
 * whether it answers, so that the health check need not wait for it. Thread-safe.
 */
public final class Database implements Part {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(5);
  private static final Duration WAIT_FOR_ANSWER = Duration.ofSeconds(2);

  /** Longer than one question takes that is not answered. */
  private static final Duration TOO_OLD = Duration.ofSeconds(15);

  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final Readings<Health> answers;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
    this.answers = Readings.start("database-health", BETWEEN_LOOKS, () -> ask(pool));
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
    config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
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

  private static Health ask(DataSource pool) {
    try (Connection connection = pool.getConnection()) {
      return connection.isValid((int) WAIT_FOR_ANSWER.toSeconds())
          ? Health.ok()
          : Health.notReady("the database does not answer");
    } catch (SQLException e) {
      return Health.notReady(
          e.getSQLState() == null
              ? "no connection of the pool was free for %d s"
                  .formatted(WAIT_FOR_CONNECTION.toSeconds())
              : "the database is away: SQLSTATE " + e.getSQLState());
    }
  }

  /** What the last look found, and how long ago that was where it is not well. */
  @Override
  public Health check() {
    Duration age = answers.age().orElse(Duration.ZERO);
    Health last =
        answers.latest().orElseGet(() -> Health.notReady("the database was not asked yet"));
    if (last.ready() && age.compareTo(TOO_OLD) < 0) {
      return last;
    }
    String detail = last.ready() ? "the database has not said that it is well" : last.detail();
    return Health.notReady("%s (%d s ago)".formatted(detail, age.toSeconds()));
  }

  @Override
  public void close() {
    answers.close();
    pool.close();
  }
}
