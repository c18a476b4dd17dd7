package io.schemawright.executor.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.executor.TestExecutor;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Few rows at a time, so that autovacuum has no reason to move anything. */
@Tag("every-version")
class SizeMeterTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final ObjectRef CARTS = ObjectRef.table("public", "carts");
  private static final ObjectRef USERS = ObjectRef.table("public", "users");
  private static final ObjectRef EVENTS = ObjectRef.table("public", "events");
  private static final ObjectRef EVENTS_1 = ObjectRef.table("public", "events_1");
  private static final Set<ObjectRef> ALL = Set.of(CARTS, USERS, EVENTS, EVENTS_1);

  private final TestExecutor executor = new TestExecutor();
  private final SizeMeter meter = new SizeMeter();

  @AfterEach
  void close() {
    executor.close();
  }

  private Map<ObjectRef, TableStatistics> read(Set<ObjectRef> known) throws SQLException {
    try (Connection connection = executor.targets().find("orders").orElseThrow().connect()) {
      return meter.read("orders", connection, ALL, known);
    }
  }

  /** PostgreSQL counts late. */
  private Map<ObjectRef, TableStatistics> moved() {
    return await().atMost(LONG).until(() -> read(ALL), sizes -> !sizes.isEmpty());
  }

  private void tables() throws SQLException {
    executor.onOrders(
        "create table carts (id int)",
        "create table users (id int)",
        "create table events (id int) partition by range (id)",
        "create table events_1 partition of events for values from (0) to (1000)");
  }

  @Test
  void onlyWhatHasMovedIsMeasured_aPartitionedTableWithItsPartition() throws Exception {
    tables();
    assertThat(read(Set.of())).containsOnlyKeys(ALL);
    assertThat(read(ALL)).isEmpty();
    assertThat(read(Set.of(CARTS, EVENTS, EVENTS_1))).containsOnlyKeys(USERS);

    executor.onOrders("insert into carts values (1), (2)");
    assertThat(moved())
        .containsOnlyKeys(CARTS)
        .allSatisfy((table, size) -> assertThat(size.empty()).isFalse());
    executor.onOrders("insert into events values (1)");
    assertThat(moved()).containsOnlyKeys(EVENTS, EVENTS_1);
    executor.onOrders("truncate carts");
    assertThat(moved())
        .containsOnlyKeys(CARTS)
        .allSatisfy((table, size) -> assertThat(size.empty()).isTrue());
  }

  @Test
  void whatCouldNotBeMeasured_isMeasuredNextTime() throws Exception {
    tables();
    try (Connection other = executor.orders();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table carts in access exclusive mode");
      assertThat(read(Set.of())).isEmpty();
      other.rollback();
    }

    assertThat(read(ALL)).containsOnlyKeys(ALL);
  }

  @Test
  void wherePostgresDoesNotCount_everythingIsMeasured() throws Exception {
    tables();
    try (Connection superuser = Infrastructure.postgres().connect(executor.ordersDatabase());
        Statement statement = superuser.createStatement()) {
      statement.execute("set track_counts = off");
      for (int look = 0; look < 2; look++) {
        assertThat(meter.read("orders", superuser, ALL, ALL)).containsOnlyKeys(ALL);
      }
    }
  }
}
