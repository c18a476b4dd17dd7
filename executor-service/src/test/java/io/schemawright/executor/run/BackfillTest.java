package io.schemawright.executor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Rehearsed;
import io.schemawright.executor.TestExecutor;
import io.schemawright.plan.Plan;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackfillTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String LINES =
      "create table public.lines (shop text not null, \"No\" numeric(10,2) not null, n int not null"
          + " default 0, primary key (shop, \"No\"))";
  private static final String ROWS =
      "insert into public.lines select 'it''s \\ ' || (i % 7), i * 1.5, 0"
          + " from generate_series(1, 3000) i";

  private final TestExecutor executor = new TestExecutor();

  @AfterEach
  void close() {
    executor.close();
  }

  private static Plan countUp(@Nullable String condition) throws Exception {
    return Rehearsed.from(LINES)
        .about("lines")
        .backfill("lines", List.of("shop", "No"), "n = n + 1", condition)
        .plan();
  }

  @Test
  void compositeKey_isWalkedWithEveryRowOnce() throws Exception {
    executor.onOrders(LINES, ROWS);
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", countUp("\"No\" > 1500 and shop <> '?'")));

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
    assertThat(executor.numberOnOrders("select count(*) from lines where n = 1")).isEqualTo(2000);
    assertThat(executor.numberOnOrders("select count(*) from lines where n = 0")).isEqualTo(1000);
    assertThat(executor.numberOnOrders("select (outcome->>'rows')::int from schemawright.ledger"))
        .isEqualTo(2000);
  }

  @Test
  void everyBatch_isASpanOfTheExecution() throws Exception {
    InMemorySpanExporter spans = InMemorySpanExporter.create();
    GlobalOpenTelemetry.resetForTest(); // Whoever asked before has set one that does nothing.
    OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build())
        .buildAndRegisterGlobal();
    try {
      executor.onOrders(LINES, ROWS);
      executor.work("one", 1);

      executor.decide(Decisions.approved("req-1", countUp(null)));

      assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
      // The execution's own span ends after what it did has been told.
      await().atMost(LONG).untilAsserted(() -> assertThat(named(spans, "execution")).hasSize(1));
      SpanData execution = named(spans, "execution").get(0);
      assertThat(named(spans, "step batched"))
          .hasSizeGreaterThan(2)
          .allSatisfy(
              batch -> {
                assertThat(batch.getParentSpanId()).isEqualTo(execution.getSpanId());
                assertThat(batch.getAttributes().asMap().toString()).doesNotContain("it's");
              });
    } finally {
      GlobalOpenTelemetry.resetForTest();
    }
  }

  private static List<SpanData> named(InMemorySpanExporter spans, String name) {
    return spans.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .toList();
  }

  @Test
  void backfillThatIsCutOffInTheMiddle_goesOnFromThereAndRunsNoBatchTwice() throws Exception {
    executor.onOrders(LINES, ROWS);
    executor.work("one", 1);
    try (Connection writer = executor.orders();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute(
          "select from public.lines where \"No\" = 3000 for update"); // Row 2000: after the first.
      executor.decide(Decisions.approved("req-1", countUp(null)));
      await()
          .atMost(LONG)
          .ignoreExceptions()
          .until(
              () ->
                  executor.numberOnOrders(
                          "select count(*) from pg_stat_activity where query like 'UPDATE%'"
                              + " and wait_event_type = 'Lock' and datname = current_database()")
                      == 1);
      assertThat(executor.numberOnOrders("select rows from schemawright.backfill_progress"))
          .isBetween(1L, 2999L);
      await() // Between two of its tries at the lock there is none.
          .atMost(LONG)
          .until(
              () ->
                  executor.numberOnOrders(
                          "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                              + " where query like 'UPDATE%' and wait_event_type = 'Lock'"
                              + " and pid <> pg_backend_pid() and datname = current_database()")
                      == 1);
      await().atMost(LONG).until(() -> executor.count("schemawright.execution.retries") > 0);
      // In vain, but for what was committed before: a cancellation must look first.
      await()
          .atMost(LONG)
          .until(
              () ->
                  executor.number(
                          "select count(*) from executions where state = 'running' or in_doubt")
                      == 1);
    }

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
    assertThat(executor.numberOnOrders("select count(*) from lines where n = 1")).isEqualTo(3000);
    assertThat(executor.numberOnOrders("select count(*) from schemawright.backfill_progress"))
        .isZero();
  }

  @Test
  void size_followsTheTimeOfTheLastBatchWithinBounds() {
    assertThat(BatchedRun.sizeAfter(100, TimeUnit.MILLISECONDS.toNanos(1))).isEqualTo(200);
    assertThat(BatchedRun.sizeAfter(100, TimeUnit.MILLISECONDS.toNanos(200))).isEqualTo(100);
    assertThat(BatchedRun.sizeAfter(100, TimeUnit.SECONDS.toNanos(60))).isEqualTo(50);
    assertThat(BatchedRun.sizeAfter(10, TimeUnit.SECONDS.toNanos(60))).isEqualTo(10);
    assertThat(BatchedRun.sizeAfter(50_000, 0)).isEqualTo(50_000);
  }
}
