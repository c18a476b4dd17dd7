package io.schemawright.executor.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import io.schemawright.service.Part;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TargetUsageTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final PostgresServer.Database database = Infrastructure.postgres().freshDatabase("usage");
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  @Test
  void measure_countsWhatUsersHave_andNothingOfOursOrOfTheSystem() {
    Infrastructure.postgres()
        .executeIn(
            database.name(),
            "create schema schemawright_trash_0123456789ab",
            "create table schemawright_trash_0123456789ab.dropped as select generate_series(1, 500)",
            "analyze schemawright_trash_0123456789ab.dropped",
            "create table public.carts (id int primary key)",
            "create table public.visits (id int, day date) partition by range (day)",
            "create table public.visits_2026 partition of public.visits"
                + " for values from ('2026-01-01') to ('2027-01-01')",
            "insert into public.carts select generate_series(1, 1000)",
            "analyze public.carts");
    await().atMost(LONG).until(() -> written() >= 1000); // PostgreSQL 14 counts a little later.

    try (Target target = target(database.url());
        Part usage = TargetUsage.measure(target, metrics)) {
      await().atMost(LONG).untilAsserted(() -> assertThat(gauge("tables")).isEqualTo(3));
      assertThat(gauge("rows")).isEqualTo(1000);
      assertThat(gauge("size.bytes")).isBetween(8192.0 * 4, 8192.0 * 40);
      assertThat(gauge("reachable")).isEqualTo(1);
      assertThat(gauge("trash.tables")).isEqualTo(1);
      assertThat(gauge("trash.size.bytes")).isBetween(8192.0, 8192.0 * 10);
      assertThat(metrics.get("schemawright.target.rows.written").functionCounter().count())
          .isBetween(1000.0, 1500.0);
      assertThat(metrics.get("schemawright.target.scans").functionCounter().count())
          .isBetween(1.0, 20.0);
      assertThat(usage.check().ready()).isTrue();
    }
  }

  @Test
  void measure_namesNoTable() {
    Infrastructure.postgres()
        .executeIn(database.name(), "create table public.secret_plans (id int)");

    try (Target target = target(database.url());
        Part usage = TargetUsage.measure(target, metrics)) {
      await().atMost(LONG).untilAsserted(() -> assertThat(gauge("tables")).isEqualTo(1));
      assertThat(usage.name()).isEqualTo("usage-of-orders");
      assertThat(
              metrics.getMeters().stream()
                  .filter(meter -> meter.getId().getName().startsWith("schemawright."))
                  .map(meter -> meter.getId().getTags().toString())
                  .collect(Collectors.toSet()))
          .containsExactly("[tag(target=orders)]");
    }
  }

  @Test
  void measure_ofATargetThatIsAway_hasNoNumbers_andKeepsNobodyFromWorking() {
    try (Target target = target("jdbc:postgresql://127.0.0.1:1/orders");
        Part usage = TargetUsage.measure(target, metrics)) {
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> assertThat(usage.check().detail()).contains("its metrics have no value"));
      assertThat(gauge("tables")).isNaN();
      assertThat(gauge("size.bytes")).isNaN();
      assertThat(usage.check().ready()).isTrue();
    }
  }

  private Target target(String url) {
    return new Target(
        new TargetSettings("orders", url, database.role(), database.password(), "test"), 2);
  }

  private long written() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select coalesce(sum(n_tup_ins), 0) from pg_stat_user_tables")) {
      row.next();
      return row.getLong(1);
    }
  }

  private double gauge(String name) {
    return metrics.get("schemawright.target." + name).gauge().value();
  }
}
