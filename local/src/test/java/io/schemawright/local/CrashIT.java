package io.schemawright.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.embedded.FreePorts;
import io.schemawright.event.ChangeCompleted.Outcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills what can be killed, at the point where it hurts. Afterwards each request has one table, one
 * ledger row, one audit row and one completion notification, and nothing is in flight.
 */
final class CrashIT {
  private Stack stack;
  private Pipeline pipeline;

  @BeforeEach
  void start(@TempDir Path directory) {
    stack = new Stack(TestStacks.settings(directory));
    stack.start();
    pipeline = new Pipeline(stack);
  }

  @AfterEach
  void stop() {
    pipeline.close();
    stack.close();
  }

  @Test
  void executor_diesAfterTheDdlCommitAndBeforeItPublished_appliesOnceAndReportsOnce()
      throws Exception {
    try (Connection blocker = stack.postgres().server().connect("executor")) {
      blocker.setAutoCommit(false);
      try (Statement statement = blocker.createStatement()) {
        // The transaction that records the outcome and publishes it hangs here.
        statement.execute("lock table schema_changes_audit in exclusive mode");
      }
      pipeline.publish("crash", Pipeline.createTable("sandbox", "crashed"));
      await()
          .atMost(Pipeline.PATIENCE)
          .until(
              () ->
                  pipeline.count(
                          "sandbox", "select count(*) from pg_class where relname = 'crashed'")
                      == 1);
      stack.service(ServiceName.EXECUTOR).kill();
      blocker.rollback();
    }
    assertThat(
            pipeline.count("executor", "select count(*) from executions where state = 'succeeded'"))
        .isZero();

    stack.startService(ServiceName.EXECUTOR);

    assertThat(pipeline.awaitCompleted("crash").outcome()).isEqualTo(Outcome.COMPLETED);
    pipeline.assertAppliedOnce("sandbox", "crash", "crashed");
    pipeline.assertNothingInFlight();
  }

  @Test
  void intake_diesBetweenItsCommitAndTheSend_losesNothing() {
    stack.kafka().stop();
    assertThat(
            pipeline
                .call(
                    "POST",
                    "/api/schema-requests",
                    Pipeline.createTable("sandbox", "kept_in_the_outbox")
                        .replaceFirst("\\{", "{\"requestId\": \"kept\","))
                .statusCode())
        .isEqualTo(202);
    assertThat(pipeline.count("intake", "select count(*) from outbox")).isPositive();
    stack.service(ServiceName.INTAKE).kill();
    stack.kafka().start();

    stack.startService(ServiceName.INTAKE);

    assertThat(pipeline.awaitCompleted("kept").outcome()).isEqualTo(Outcome.COMPLETED);
    pipeline.assertAppliedOnce("sandbox", "kept", "kept_in_the_outbox");
    pipeline.assertNothingInFlight();
  }

  @Test
  void broker_restartsInMidFlow_nothingIsLostOrDoubled() throws Exception {
    List<String> before = IntStream.range(0, 15).mapToObj(i -> "mid_flow_" + i).toList();
    List<String> meanwhile = IntStream.range(15, 30).mapToObj(i -> "mid_flow_" + i).toList();
    try (Connection blocker = stack.postgres().server().connect("executor")) {
      blocker.setAutoCommit(false);
      try (Statement statement = blocker.createStatement()) {
        // No outcome can be recorded: whenever the broker stops, nothing is finished.
        statement.execute("lock table schema_changes_audit in exclusive mode");
      }
      before.forEach(table -> pipeline.publish(table, Pipeline.createTable("sandbox", table)));
      await()
          .atMost(Pipeline.PATIENCE)
          .until(
              () ->
                  pipeline.count(
                          "sandbox",
                          "select count(*) from pg_class where relname like 'mid\\_flow%'"
                              + " and relkind = 'r'")
                      > 0);
      stack.kafka().stop();
      assertThat(
              pipeline.count(
                  "executor", "select count(*) from executions where state = 'succeeded'"))
          .isZero();
      blocker.rollback();
    }
    CompletableFuture<Void> publishing =
        CompletableFuture.runAsync(
            () ->
                meanwhile.forEach(
                    table -> pipeline.publish(table, Pipeline.createTable("sandbox", table))));
    // One is applied and recorded, and cannot be told while there is no broker.
    await()
        .atMost(Pipeline.PATIENCE)
        .until(() -> pipeline.count("executor", "select count(*) from outbox") > 0);
    assertThat(publishing).isNotDone();

    stack.kafka().start();

    publishing.get(Pipeline.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    List<String> tables = Stream.concat(before.stream(), meanwhile.stream()).toList();
    tables.forEach(
        table ->
            assertThat(pipeline.awaitCompleted(table).outcome())
                .as(table)
                .isEqualTo(Outcome.COMPLETED));
    pipeline.assertAppliedOnce("sandbox", tables);
    pipeline.assertNothingInFlight();
  }

  @Test
  void twoInstancesOfEveryService_oneOfEachKilled_theOthersCarryOn() {
    for (ServiceName service : ServiceName.values()) {
      stack.startService(service, 2, FreePorts.choose());
    }
    List<String> tables = IntStream.range(0, 30).mapToObj(i -> "survivor_" + i).toList();
    for (int i = 0; i < tables.size(); i++) {
      pipeline.publish(tables.get(i), Pipeline.createTable("sandbox", tables.get(i)));
      if (i == tables.size() / 3) {
        pipeline.awaitCompleted(tables.get(0));
        for (ServiceName service : ServiceName.values()) {
          stack.service(service).kill();
        }
      }
    }

    tables.forEach(
        table ->
            assertThat(pipeline.awaitCompleted(table).outcome())
                .as(table)
                .isEqualTo(Outcome.COMPLETED));
    pipeline.assertAppliedOnce("sandbox", tables);
    pipeline.assertNothingInFlight();
  }
}
