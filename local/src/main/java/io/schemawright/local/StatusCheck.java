package io.schemawright.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.event.Json;
import io.schemawright.local.StatusReport.Entry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Asks every part of a stack how it is. What is away is part of the answer, never an exception; an
 * answer takes a few seconds at most. Thread-safe.
 */
final class StatusCheck implements Supplier<StatusReport> {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final String INFRASTRUCTURE = "What it stands on";
  private static final String SERVICES = "Services";
  private static final String TARGETS = "Targets";
  private static final String WORK = "Work";

  private final Stack stack;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();

  StatusCheck(Stack stack) {
    this.stack = stack;
  }

  @Override
  public StatusReport get() {
    List<Entry> entries = new ArrayList<>();
    try {
      entries.add(broker());
      entries.add(database("PostgreSQL", stack.postgres().jdbcUrl("postgres")));
      entries.add(database("scratch PostgreSQL", stack.scratch().jdbcUrl("postgres")));
      List<Answer> answers =
          Arrays.stream(ServiceName.values()).parallel().map(this::answer).toList();
      answers.stream().map(Answer::entry).forEach(entries::add);
      Samples all = Samples.joined(answers.stream().map(Answer::samples).toList());
      stack.targets().stream().map(target -> target(target, all)).forEach(entries::add);
      work(all).forEach(entries::add);
    } catch (IllegalStateException e) {
      entries.add(new Entry(INFRASTRUCTURE, "bin/up", false, "is stopping"));
    }
    return new StatusReport(Instant.now(), entries);
  }

  /** What a service says of itself. */
  private record Answer(Entry entry, Samples samples) {}

  private Answer answer(ServiceName service) {
    Entry entry = service(service);
    return new Answer(entry, Samples.of(body(service, "/metrics")));
  }

  private Entry broker() {
    boolean runs = stack.kafka().isRunning();
    return new Entry(
        INFRASTRUCTURE, "Kafka", runs, runs ? "runs at " + stack.kafka().outsiders() : "is away");
  }

  private static Entry database(String name, String url) {
    String patience = Long.toString(PATIENCE.toSeconds());
    String limits = "?connectTimeout=" + patience + "&socketTimeout=" + patience;
    try (Connection connection = DriverManager.getConnection(url + limits, "postgres", "")) {
      return new Entry(
          INFRASTRUCTURE,
          name,
          true,
          connection.getMetaData().getDatabaseProductVersion() + " at " + url);
    } catch (SQLException e) {
      return new Entry(INFRASTRUCTURE, name, false, "is away: SQLSTATE " + e.getSQLState());
    }
  }

  private Entry service(ServiceName service) {
    if (!stack.service(service).isAlive()) {
      return new Entry(SERVICES, service.id(), false, "does not run: see its log");
    }
    String body = body(service, "/health");
    if (body.isEmpty()) {
      return new Entry(SERVICES, service.id(), false, "runs, but does not answer");
    }
    try {
      JsonNode health = Json.mapper().readTree(body);
      List<String> waits = new ArrayList<>();
      health
          .path("parts")
          .properties()
          .forEach(
              part -> {
                if (!part.getValue().path("ready").asBoolean()) {
                  waits.add(part.getKey() + ": " + part.getValue().path("detail").asText());
                }
              });
      boolean ready = health.path("ready").asBoolean();
      return new Entry(
          SERVICES,
          service.id(),
          ready,
          (ready ? "ready at " : "not ready at ")
              + stack.http(service)
              + (waits.isEmpty() ? "" : "; " + String.join("; ", waits)));
    } catch (JsonProcessingException e) {
      return new Entry(SERVICES, service.id(), false, "gives no health answer");
    }
  }

  private static Entry target(String target, Samples samples) {
    double reachable = samples.max("schemawright_target_reachable", "target=\"" + target + "\"");
    return new Entry(
        TARGETS,
        target,
        reachable == 1,
        reachable == 1
            ? "answers"
            : reachable == 0 ? "does not answer, its changes wait" : "not known");
  }

  private static Stream<Entry> work(Samples all) {
    String review = "status=\"waiting-for-review\"";
    double deadLetters =
        all.sum("schemawright_reader_dead_letters_total")
            + all.sum("schemawright_policy_dead_letters_total");
    double outboxAge = all.max("schemawright_outbox_age_seconds", "");
    double failed = all.sum("schemawright_executions_total", "outcome=\"failed\"");
    return Stream.of(
        entry(
            "waiting for review",
            true,
            all.max("schemawright_requests_open", review),
            all.max("schemawright_requests_open_age_seconds", review)),
        entry(
            "waiting to be run",
            true,
            all.max("schemawright_executions_queued", ""),
            all.max("schemawright_executions_queue_age_seconds", "")),
        entry("failed since the start", failed == 0, failed, Double.NaN),
        entry("dead letters since the start", deadLetters == 0, deadLetters, Double.NaN),
        entry(
            "events that wait for Kafka",
            !(outboxAge > 30),
            all.sum("schemawright_outbox_backlog"),
            outboxAge),
        entry(
            "records not read yet", true, all.sum("schemawright_reader_lag_records"), Double.NaN));
  }

  private static Entry entry(String name, boolean well, double count, double oldestSeconds) {
    String number = Double.isNaN(count) ? "not known" : String.format(Locale.ROOT, "%.0f", count);
    String oldest =
        count > 0 && oldestSeconds >= 0
            ? String.format(Locale.ROOT, ", the oldest for %.0f s", oldestSeconds)
            : "";
    return new Entry(WORK, name, well, number + oldest);
  }

  /** What a service answers; nothing where it does not. */
  private String body(ServiceName service, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(stack.http(service).resolve(path)).timeout(PATIENCE).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
