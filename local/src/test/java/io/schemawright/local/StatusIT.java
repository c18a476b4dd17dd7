package io.schemawright.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What the status page and the health checks of four real services say while things are away. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class StatusIT {
  private static Stack stack;
  private static StatusCheck check;

  @BeforeAll
  static void start(@TempDir Path directory) {
    stack =
        new Stack(
            TestStacks.settings(directory)
                .withEnvironment(ServiceName.POLICY, "SCHEMAWRIGHT_LOG_FORMAT", "json"));
    stack.start();
    check = new StatusCheck(stack);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  @Order(1)
  void everything_isWell_andWhoWaitsIsCounted() {
    try (Pipeline pipeline = new Pipeline(stack)) {
      pipeline.publish("waits", Pipeline.createTable("orders", "waits"));
      pipeline.awaitDecision("waits", 1);
    }
    eventually(
        report -> {
          assertThat(report.entries())
              .extracting(StatusReport.Entry::name)
              .containsSubsequence(
                  "Kafka",
                  "PostgreSQL",
                  "scratch PostgreSQL",
                  "intake",
                  "policy",
                  "executor",
                  "notifier",
                  "sandbox",
                  "orders",
                  "waiting for review");
          assertThat(report.entries())
              .allSatisfy(entry -> assertThat(entry.well()).as(entry.toString()).isTrue());
          assertThat(entry(report, "waiting for review").detail()).startsWith("1, the oldest for");
        });
  }

  @Test
  @Order(2)
  void brokerAway_noServiceIsReady_allLive_andAllComeBack() throws Exception {
    stack.kafka().stop();
    eventually(
        report -> {
          assertThat(entry(report, "Kafka").well()).isFalse();
          for (ServiceName service : ServiceName.values()) {
            assertThat(entry(report, service.id()).detail())
                .contains("not ready", "kafka: no connection to Kafka");
          }
        });
    for (ServiceName service : ServiceName.values()) {
      assertThat(status(service, "/health/ready")).isEqualTo(503);
      assertThat(status(service, "/health/live")).isEqualTo(200);
    }
    stack.kafka().start();
    eventually(
        report ->
            assertThat(List.of("Kafka", "intake", "executor", "notifier"))
                .allSatisfy(name -> assertThat(entry(report, name).well()).as(name).isTrue()));
  }

  @Test
  @Order(3)
  void databasesAway_noServiceIsReady_allLive_andAllComeBack() throws Exception {
    stack.postgres().stop();
    eventually(
        report -> {
          assertThat(entry(report, "PostgreSQL").detail()).contains("is away");
          for (ServiceName service : ServiceName.values()) {
            assertThat(entry(report, service.id()).detail())
                .contains("database: the database is away");
          }
        });
    // Each took five seconds, were it to wait for the pool.
    long begin = System.nanoTime();
    for (ServiceName service : ServiceName.values()) {
      for (int i = 0; i < 5; i++) {
        assertThat(status(service, "/health/ready")).isEqualTo(503);
        assertThat(status(service, "/health/live")).isEqualTo(200);
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
    stack.postgres().start();
    eventually(
        report ->
            assertThat(List.of("PostgreSQL", "intake", "notifier"))
                .allSatisfy(name -> assertThat(entry(report, name).well()).as(name).isTrue()));
  }

  @Test
  @Order(4)
  void logsInJson_areAnObjectOnEachLine_evenWithExceptions() throws IOException {
    String log = Files.readString(stack.service(ServiceName.POLICY).log());
    List<String> lines = log.substring(0, log.lastIndexOf('\n')).lines().toList(); // Whole ones.

    assertThat(lines).hasSizeGreaterThan(3);
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(new ObjectMapper().readTree(line).fieldNames())
                    .toIterable()
                    .contains("timestamp", "level", "loggerName", "message"));
    assertThat(lines).anyMatch(line -> line.contains("{\"requestId\":\"waits\"}"));
    assertThat(lines).noneMatch(line -> line.contains("password"));
  }

  @Test
  @Order(5)
  void serviceThatIsKilled_isNamed() {
    stack.service(ServiceName.NOTIFIER).kill();
    eventually(report -> assertThat(entry(report, "notifier").detail()).contains("does not run"));
  }

  private static void eventually(ThrowingConsumer<StatusReport> assertion) {
    await()
        .atMost(Pipeline.PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertion.accept(check.get()));
  }

  private static StatusReport.Entry entry(StatusReport report, String name) {
    return report.entries().stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static int status(ServiceName service, String path)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(stack.http(service).resolve(path)).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
