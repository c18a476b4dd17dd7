package io.schemawright.executor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresCluster;
import io.schemawright.embedded.PostgresServer;
import io.schemawright.embedded.PostgresSettings;
import io.schemawright.event.ExecutionFailed;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.TargetDescribed;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Plans;
import io.schemawright.executor.TestExecutor;
import io.schemawright.executor.target.Target;
import io.schemawright.executor.target.TargetSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target crashes and comes back, perhaps without its ledger: its commits are not durable. */
class TargetAwayTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void targetThatIsAway_holdsBackNobodyElseAndGoesOnWhenItIsBack(@TempDir Path directory)
      throws Exception {
    try (PostgresCluster cluster =
        PostgresCluster.start(PostgresSettings.scratch(directory.resolve("postgres")))) {
      PostgresServer.Database far = cluster.createDatabaseWithRole("far", "far", "word");
      TargetSettings settings =
          new TargetSettings("far", far.url(), far.role(), far.password(), "test");
      try (TestExecutor executor = new TestExecutor(List.of(settings))) {
        Target target = executor.targets().find("far").orElseThrow();
        assertThat(executor.watch().look(target)).isTrue();
        cluster.crash();
        executor.work("one", 2);

        assertThat(executor.watch().look(target)).isFalse();
        executor.decide(Decisions.approved("req-far", Plans.create("far", "carts")));
        executor.decide(Decisions.approved("req-near", Plans.create("orders", "carts")));

        assertThat(executor.ended("req-near")).isInstanceOf(ExecutionSucceeded.class);
        await().atMost(LONG).until(() -> executor.count("schemawright.execution.retries") > 0);

        cluster.start();
        assertThat(executor.ended("req-far")).isInstanceOf(ExecutionSucceeded.class);
        await().atMost(LONG).until(() -> executor.watch().look(target));
        await().atMost(LONG).until(() -> executor.number("select count(*) from outbox") == 0);
        assertThat(executor.published(TargetDescribed.class))
            .extracting(TargetDescribed::reachable)
            .containsExactly(true, false, true);
        assertThat(executor.envelopes().map(envelope -> envelope.id()).distinct().count())
            .isEqualTo(executor.envelopes().count());
      }
    }
  }

  @Test
  void targetThatTakesNoWrites_isWaitedFor() throws Exception {
    try (TestExecutor executor = new TestExecutor()) {
      setReadOnly(executor, true);
      executor.work("one", 1);

      executor.decide(Decisions.approved("req-1", Plans.create("orders", "carts")));

      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  executor.number(
                          "select count(*) from executions where retry_reason = 'target-away'")
                      == 1);
      setReadOnly(executor, false);
      assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
    }
  }

  /** As after a failover to a standby: for every session, those that are there included. */
  private static void setReadOnly(TestExecutor executor, boolean readOnly) throws SQLException {
    String name = executor.ordersDatabase();
    try (Connection superuser = Infrastructure.postgres().connect("postgres");
        Statement statement = superuser.createStatement()) {
      statement.execute(
          "alter database %s set default_transaction_read_only = %s".formatted(name, readOnly));
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'"
              .formatted(name));
    }
  }

  @Test
  void targetThatStaysAway_failsTheChangeWhenTheBudgetIsSpent() throws Exception {
    TargetSettings nowhere =
        new TargetSettings("far", "jdbc:postgresql://127.0.0.1:1/far", "far", "word", "test");
    try (TestExecutor executor = new TestExecutor(List.of(nowhere))) {
      executor.work("one", 1, new Retries(Duration.ofMinutes(1), Duration.ofMillis(1)));

      executor.decide(Decisions.approved("req-1", Plans.create("far", "carts")));

      assertThat(((ExecutionFailed) executor.ended("req-1")).failure().code())
          .isEqualTo("target-unavailable");
    }
  }
}
