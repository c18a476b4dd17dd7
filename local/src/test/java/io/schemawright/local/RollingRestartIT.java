package io.schemawright.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.event.ChangeCompleted;
import io.schemawright.event.ChangeCompleted.Outcome;
import io.schemawright.messaging.EventCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replaces every service in turn while requests keep coming, as an upgrade does: each ends in good
 * order with what it has begun, and each request is applied once and told once.
 */
final class RollingRestartIT {
  private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(250);

  /** The order of an upgrade: docs/operations.md. */
  private static final List<ServiceName> ORDER =
      List.of(ServiceName.EXECUTOR, ServiceName.NOTIFIER, ServiceName.POLICY, ServiceName.INTAKE);

  private final List<String> published = Collections.synchronizedList(new ArrayList<>());
  private final AtomicBoolean enough = new AtomicBoolean();

  @Test
  void everyServiceReplacedUnderLoad_losesAndRepeatsNothing(@TempDir Path directory)
      throws Exception {
    try (Stack stack = new Stack(TestStacks.settings(directory))) {
      stack.start();
      try (Pipeline pipeline = new Pipeline(stack)) {
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> publish(pipeline));
        try {
          for (ServiceName service : ORDER) {
            awaitThatOneGoesThrough(pipeline);
            replace(stack, service);
          }
          awaitThatOneGoesThrough(pipeline);
        } finally {
          enough.set(true);
          load.get(Pipeline.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertEachAppliedAndToldOnce(pipeline);
      }
    }
  }

  private void publish(Pipeline pipeline) {
    while (!enough.get()) {
      String name = "rolling_" + published.size();
      pipeline.publish(name, Pipeline.createTable("sandbox", name));
      published.add(name);
      LockSupport.parkNanos(BETWEEN_REQUESTS.toNanos());
    }
  }

  /** One that is published from now on, so that whoever was replaced has taken part in it. */
  private void awaitThatOneGoesThrough(Pipeline pipeline) {
    int soFar = published.size();
    await().atMost(Pipeline.PATIENCE).until(() -> published.size() > soFar + 1);
    assertThat(pipeline.awaitCompleted(published.get(soFar + 1)).outcome())
        .isEqualTo(Outcome.COMPLETED);
  }

  private static void replace(Stack stack, ServiceName service) throws IOException {
    stack.service(service).stop();
    assertThat(Files.readString(stack.service(service).log()))
        .as("%s ended by itself, and was not killed for taking too long", service)
        .contains("the service has stopped");
    stack.startService(service);
  }

  private void assertEachAppliedAndToldOnce(Pipeline pipeline) {
    published.forEach(
        name ->
            assertThat(pipeline.awaitCompleted(name).outcome())
                .as(name)
                .isEqualTo(Outcome.COMPLETED));
    await().atMost(Pipeline.PATIENCE).untilAsserted(pipeline::assertNothingInFlight);

    assertThat(
            pipeline.count(
                "sandbox",
                "select count(*) from pg_class where relkind = 'r' and relname like 'rolling\\_%'"))
        .isEqualTo(published.size());
    assertThat(pipeline.countAsSuperuser("sandbox", "select count(*) from schemawright.ledger"))
        .isEqualTo(published.size());
    assertThat(pipeline.count("executor", "select count(*) from schema_changes_audit"))
        .isEqualTo(published.size());

    Map<String, Set<String>> told =
        pipeline.everythingOn("schema.notifications").stream()
            .collect(
                groupingBy(
                    record -> new String(record.key(), UTF_8),
                    mapping(
                        record -> EventCodec.text(record.headers(), "ce_id").orElseThrow(),
                        toSet())));
    assertThat(told.keySet()).containsExactlyInAnyOrderElementsOf(published);
    assertThat(told).allSatisfy((name, ids) -> assertThat(ids).as(name).hasSize(1));
    assertThat(pipeline.events(ChangeCompleted.class))
        .allMatch(completed -> completed.outcome() == Outcome.COMPLETED);
  }
}
