package io.schemawright.executor.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableTraffic;
import io.schemawright.executor.TestExecutor;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("every-version")
class TrafficMeterTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final ObjectRef CARTS = ObjectRef.table("public", "carts");
  private final TestExecutor executor = new TestExecutor();
  private final AtomicLong nanos = new AtomicLong();
  private final TrafficMeter meter = new TrafficMeter(nanos::get);

  @AfterEach
  void close() {
    executor.close();
  }

  @Test
  void betweenTwoLooks_scansAndWritesPerMinute_ofPartitionedTablesThoseOfTheirPartitions()
      throws Exception {
    executor.onOrders(
        "create table carts (id int)",
        "create table events (id int) partition by range (id)",
        "create table events_1 partition of events for values from (0) to (1000)");
    counted("events_1", 0);
    assertThat(read()).isEmpty();

    executor.onOrders(
        "insert into carts select generate_series(1, 100)",
        "update carts set id = id + 1 where id <= 20",
        "insert into events select generate_series(1, 60)");
    counted("carts", 120);
    counted("events_1", 60);
    pass(Duration.ofSeconds(5));
    assertThat(read()).as("too soon to tell").isEmpty();
    pass(Duration.ofSeconds(115));

    Map<ObjectRef, TableTraffic> traffic = read();
    assertThat(traffic.get(CARTS)).isEqualTo(new TableTraffic(1, 60));
    assertThat(traffic)
        .containsEntry(ObjectRef.table("public", "events"), new TableTraffic(0, 30))
        .containsEntry(ObjectRef.table("public", "events_1"), new TableTraffic(0, 30));
  }

  @Test
  void whereCountingBeganAnew_nothingIsSaid() throws Exception {
    executor.onOrders("create table carts (id int)", "insert into carts values (1), (2)");
    counted("carts", 2);
    assertThat(read()).isEmpty();
    executor.onOrders("drop table carts", "create table carts (id int)");
    counted("carts", 0);
    pass(Duration.ofMinutes(1));

    assertThat(read()).doesNotContainKey(CARTS);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private Map<ObjectRef, TableTraffic> read() throws SQLException {
    try (Connection connection = executor.orders()) {
      return meter.read("orders", connection);
    }
  }

  /** What a session has done is counted some time after it has ended. */
  private void counted(String table, long written) {
    String counters =
        "select n_tup_ins + n_tup_upd from pg_stat_user_tables where relname = '" + table + "'";
    Awaitility.await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(executor.numberOnOrders(counters)).isEqualTo(written));
  }
}
