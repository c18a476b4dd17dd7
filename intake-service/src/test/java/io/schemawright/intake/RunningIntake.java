package io.schemawright.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.RequestAccepted;
import io.schemawright.event.RequestRejected;
import io.schemawright.event.Samples;
import io.schemawright.event.TargetDescribed;
import io.schemawright.messaging.Topic;
import io.schemawright.plan.Verdict;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One service process, broker and database for all tests of a JVM; it ends with the JVM. */
final class RunningIntake {
  static final Duration LONG = Duration.ofSeconds(60);
  static final Topics TOPICS = new Topics();
  static final IntakeProcess INTAKE = started();

  private RunningIntake() {}

  /** A request that is sent before any target is known has to wait, and is not refused. */
  private static IntakeProcess started() {
    TOPICS.request("early", table("early"));
    IntakeProcess process = new IntakeProcess();
    process.startIn(Path.of("target"));
    await()
        .pollInSameThread() // Another one would wait for this class to be initialised.
        .atMost(LONG)
        .ignoreExceptions()
        .until(
            () ->
                process
                    .get("/health")
                    .at("/parts/intake-requests/detail")
                    .asText()
                    .contains("no target"));
    for (String target : List.of("sandbox", "orders")) {
      TOPICS.publish(
          new TargetDescribed(target, "development", 18, "18.1", List.of("plpgsql 1.0"), true, ""));
    }
    process.awaitReady();
    return process;
  }

  static String table(String name) {
    return """
        {"requestedBy": "ada",
         "changes": [{"type": "create-table", "table": "%s",
                      "columns": [{"name": "id", "type": "uuid", "primaryKey": true}]}]}
        """
        .formatted(name);
  }

  static HttpResponse<String> review(String id, String fields) {
    return INTAKE.call(
        "PATCH", "/api/schema-requests/" + id, "{" + fields.replace('\'', '"') + "}");
  }

  static void assertProblem(HttpResponse<String> answer, String... paths) {
    assertThat(answer.statusCode()).isBetween(400, 499);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    JsonNode document = IntakeProcess.json(answer);
    assertThat(document.path("status").asInt()).isEqualTo(answer.statusCode());
    assertThat(document.path("type").asText()).startsWith("urn:problem-type:");
    assertThat(document.path("problems").findValuesAsText("path")).contains(paths);
  }

  static DecisionMade decision(RequestAccepted accepted, Verdict verdict) {
    DecisionMade sample = Samples.decision(verdict);
    return new DecisionMade(
        accepted.request(),
        accepted.submission(),
        1,
        1,
        verdict,
        sample.plan(),
        sample.rehearsal(),
        sample.findings(),
        sample.risk(),
        List.of(),
        sample.policySet());
  }

  /** A later request on every partition, which shows that what came before it has been read. */
  static void awaitEverythingRead(String id) {
    for (int partition = 0; partition < 2; partition++) {
      TOPICS.request(
          id + partition, table(id.replace('-', '_') + partition).getBytes(UTF_8), partition);
    }
    accepted(id + "0");
    accepted(id + "1");
  }

  static void awaitStatus(String id, String status) {
    await()
        .atMost(LONG)
        .until(
            () -> INTAKE.get("/api/schema-requests/" + id).path("status").asText().equals(status));
  }

  static RequestAccepted accepted(String id) {
    return await()
        .atMost(LONG)
        .until(
            () ->
                TOPICS
                    .events(Topic.ACCEPTED, RequestAccepted.class)
                    .filter(event -> event.request().requestId().value().equals(id))
                    .findFirst(),
            found -> found.isPresent())
        .orElseThrow();
  }

  static RequestRejected rejected(String id) {
    return await()
        .atMost(LONG)
        .until(
            () ->
                TOPICS
                    .events(Topic.REJECTED, RequestRejected.class)
                    .filter(event -> event.requestId().value().equals(id))
                    .findFirst(),
            found -> found.isPresent())
        .orElseThrow();
  }
}
