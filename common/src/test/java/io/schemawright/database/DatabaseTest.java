package io.schemawright.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DatabaseTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int CHECKS = 20;

  private final PostgresServer.Database address =
      Infrastructure.postgres().freshDatabase("database");

  @Test
  void check_ofADatabaseThatIsAway_doesNotWaitForIt_andSaysHowLongAgoItWasSeen() {
    try (Database database = open(2)) {
      await().atMost(LONG).until(() -> database.check().ready());

      Infrastructure.postgres()
          .execute(
              "ALTER DATABASE %s WITH ALLOW_CONNECTIONS false".formatted(address.name()),
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'"
                  .formatted(address.name()));

      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(database.check().detail())
                      .matches("the database is away: SQLSTATE 55000 \\(\\d+ s ago\\)"));
      assertThat(database.check().ready()).isFalse();
      assertChecksDoNotWait(database);

      Infrastructure.postgres()
          .execute("ALTER DATABASE %s WITH ALLOW_CONNECTIONS true".formatted(address.name()));
      await().atMost(LONG).until(() -> database.check().ready());
    }
  }

  @Test
  void check_whileEveryConnectionIsInUse_tellsThatFromADatabaseThatIsAway() throws SQLException {
    try (Database database = open(2)) {
      await().atMost(LONG).until(() -> database.check().ready());
      try (Connection first = database.dataSource().getConnection();
          Connection second = database.dataSource().getConnection()) {
        assertThat(first).isNotSameAs(second);
        await()
            .atMost(LONG)
            .untilAsserted(
                () ->
                    assertThat(database.check().detail())
                        .startsWith("no connection of the pool was free"));
        assertChecksDoNotWait(database);
      }
      await().atMost(LONG).until(() -> database.check().ready());
    }
  }

  @Test
  void inTransaction_thatThrows_leavesNothing() {
    try (Database database = open(2)) {
      database.inTransaction(handle -> handle.execute("CREATE TABLE left_alone (id int)"));

      assertThatThrownBy(
              () ->
                  database.inTransaction(
                      handle -> {
                        handle.execute("INSERT INTO left_alone VALUES (1)");
                        throw new IllegalStateException("changed its mind");
                      }))
          .hasMessage("changed its mind");

      int rows =
          database.read(
              handle ->
                  handle.createQuery("SELECT count(*) FROM left_alone").mapTo(Integer.class).one());
      assertThat(rows).isZero();
    }
  }

  /** One that waits for the pool takes five seconds. */
  private static void assertChecksDoNotWait(Database database) {
    long begin = System.nanoTime();
    for (int i = 0; i < CHECKS; i++) {
      assertThat(database.check().ready()).isFalse();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(CHECKS));
  }

  private Database open(int connections) {
    return Database.open(
        new DatabaseSettings(address.url(), address.role(), address.password(), connections),
        "db/none",
        new SimpleMeterRegistry());
  }
}
