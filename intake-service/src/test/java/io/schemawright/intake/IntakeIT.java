package io.schemawright.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.catalog.CatalogObject;
import io.schemawright.change.Problem;
import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.ExecutionScheduled;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.RequestAccepted;
import io.schemawright.event.RequestRejected;
import io.schemawright.event.ReviewGiven;
import io.schemawright.event.Samples;
import io.schemawright.event.TargetDescribed;
import io.schemawright.intake.request.Messages;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.Topic;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Verdict;
import io.schemawright.request.Review;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service in a process of its own, on a real broker and a real database. */
class IntakeIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Topics topics = new Topics();
  private static final IntakeProcess intake = new IntakeProcess();

  /** A request that is sent before any target is known has to wait, and is not refused. */
  @BeforeAll
  static void start(@TempDir Path directory) {
    topics.request("early", table("early"));
    intake.startIn(directory);
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .until(
            () ->
                intake
                    .get("/health")
                    .at("/parts/intake-requests/detail")
                    .asText()
                    .contains("no target"));
    for (String target : List.of("sandbox", "orders")) {
      topics.publish(
          new TargetDescribed(target, "development", 18, "18.1", List.of("plpgsql 1.0"), true, ""));
    }
    intake.awaitReady();
  }

  @AfterAll
  static void stop() {
    intake.close();
    topics.close();
  }

  @Test
  void request_sentBeforeAnyTargetWasKnown_isAccepted() {
    assertThat(accepted("early").request().target()).isEqualTo("sandbox");
  }

  @ParameterizedTest
  @CsvSource({"guide, my_new_table", "auto-create, user_preferences"})
  void seed_onTheTopic_isAccepted(String form, String table) {
    topics.request("seed-" + form, Messages.resource("seeds/" + form + ".json"));

    RequestAccepted accepted = accepted("seed-" + form);

    assertThat(accepted.submission().form()).isEqualTo(form);
    assertThat(accepted.submission().channel()).isEqualTo("topic");
    assertThat(accepted.request().touches().first().name()).isEqualTo(table);
    JsonNode shown = intake.get("/api/schema-requests/seed-" + form);
    assertThat(shown.path("status").asText()).isEqualTo("accepted");
    assertThat(shown.path("phase").asText()).isEqualTo("pending");
    assertThat(shown.path("timeline")).hasSize(1);
  }

  @Test
  void invalidRequest_onTheTopic_isRejectedWithEveryProblem() {
    topics.request(
        "invalid",
        Messages.resource("seeds/guide.json")
            .replace("\"UUID\"", "\"UUIDD\"")
            .replace("your-name", "")
            .replaceFirst("\\{", "{\"target\": \"nowhere\","));

    RequestRejected rejected = rejected("invalid");

    assertThat(rejected.problems())
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "$.schemaJson.columns[0].type", "$.requestMetadata.requestedBy", "$.target");
    assertThat(rejected.problems())
        .extracting(Problem::message)
        .anyMatch(m -> m.contains("sandbox"));
    JsonNode shown = intake.get("/api/schema-requests/invalid");
    assertThat(shown.path("status").asText()).isEqualTo("rejected");
    assertThat(shown.path("problems")).hasSize(3);
    assertThat(shown.path("processedAt").isTextual()).isTrue();
  }

  @Test
  void unreadableBytes_goToTheDeadLetterTopicAsTheyCame() {
    byte[] rubbish = {(byte) 0xff, 0, 'n', 'o'};
    topics.request(null, rubbish, 1);

    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(Topics.everythingOn(Topic.REQUESTS.deadLetterName()))
                    .anySatisfy(
                        letter -> {
                          assertThat(letter.value()).isEqualTo(rubbish);
                          assertThat(EventCodec.text(letter.headers(), "dlq_reason"))
                              .contains("the message is not valid UTF-8");
                        }));
  }

  @Test
  void requestWithAnId_publishedTenTimesToEveryPartition_isAcceptedOnce() {
    for (int i = 0; i < 10; i++) {
      topics.request("ten-times", table("ten_times").getBytes(UTF_8), i % 2);
    }
    awaitEverythingRead("after-ten");

    assertThat(topics.events(Topic.ACCEPTED, RequestAccepted.class))
        .filteredOn(event -> event.request().requestId().value().equals("ten-times"))
        .hasSize(1);
    assertThat(intake.get("/api/schema-requests/ten-times").path("timeline")).hasSize(1);
  }

  @Test
  void requestWithoutAnId_publishedTenTimesToEveryPartition_isAcceptedOnce() {
    for (int i = 0; i < 10; i++) {
      topics.request(null, table("no_id").getBytes(UTF_8), i % 2);
    }
    awaitEverythingRead("after-no-id");

    assertThat(topics.events(Topic.ACCEPTED, RequestAccepted.class))
        .filteredOn(event -> event.request().touches().first().name().equals("no_id"))
        .singleElement()
        .satisfies(event -> assertThat(event.request().requestId().value()).startsWith("req-"));
  }

  @Test
  void otherRequestUnderTheSameId_isRefusedOnceAndTheFirstIsAsItWas() {
    topics.request("taken", table("first_words"));
    accepted("taken");
    topics.request("taken", table("other_words"));
    topics.request("taken", table("other_words"));
    awaitEverythingRead("after-taken");

    assertThat(topics.events(Topic.REJECTED, RequestRejected.class))
        .filteredOn(event -> event.requestId().value().equals("taken"))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.path()).isEqualTo("$.requestId")));
    JsonNode shown = intake.get("/api/schema-requests/taken");
    assertThat(shown.path("status").asText()).isEqualTo("accepted");
    assertThat(shown.path("table").asText()).isEqualTo("first_words");
    assertThat(shown.path("problems")).isEmpty();
  }

  @Test
  void post_isAcceptedAndKnownAgain() {
    String body = table("posted");
    HttpResponse<String> first =
        intake.call("POST", "/api/schema-requests", body, "Idempotency-Key", "post-1");
    HttpResponse<String> again =
        intake.call("POST", "/api/schema-requests", body, "Idempotency-Key", "post-1");
    HttpResponse<String> other =
        intake.call("POST", "/api/schema-requests", table("x"), "Idempotency-Key", "post-1");

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(first.headers().firstValue("Location")).contains("/api/schema-requests/post-1");
    assertThat(IntakeProcess.json(first).path("status").asText()).isEqualTo("accepted");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(other.statusCode()).isEqualTo(409);
    assertProblem(other, "$.requestId");
    assertThat(accepted("post-1").submission().channel()).isEqualTo("rest");
    assertThat(topics.events(Topic.REJECTED, RequestRejected.class))
        .noneMatch(event -> event.requestId().value().equals("post-1"));
  }

  @Test
  void post_ofTheSeedsCurl_isAccepted() {
    HttpResponse<String> answer =
        intake.call(
            "POST", "/api/schema-requests", Messages.resource("seeds/auto-create-curl.json"));

    assertThat(answer.statusCode()).isEqualTo(202);
    JsonNode list = intake.get("/api/schema-requests?status=pending&requester_user_id=user123");
    assertThat(list.path("requests").findValuesAsText("table")).contains("user_activity_log");
  }

  @Test
  void post_ofWhatIsNoRequest_isAProblemDocument() {
    assertProblem(intake.call("POST", "/api/schema-requests", "{\"requestedBy\": 1}"), "$.changes");
    assertThat(intake.call("POST", "/api/schema-requests", "{").statusCode()).isEqualTo(400);
    assertThat(intake.call("POST", "/api/schema-requests", " ".repeat(1_100_000)).statusCode())
        .isEqualTo(413);
    assertThat(
            intake
                .call("POST", "/api/schema-requests", "a=b", "Content-Type", "text/plain")
                .statusCode())
        .isEqualTo(415);
    HttpResponse<String> nowhere = intake.call("GET", "/api/nothing", "");
    assertThat(nowhere.statusCode()).isEqualTo(404);
    assertThat(nowhere.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(intake.call("DELETE", "/api/schema-requests", "").statusCode()).isEqualTo(405);
    assertThat(intake.call("GET", "/api/schema-requests?limit=501", "").statusCode())
        .isEqualTo(400);
    assertThat(intake.call("GET", "/api/schema-requests?status=lost", "").statusCode())
        .isEqualTo(400);
    assertThat(intake.call("GET", "/api/schema-requests/nobody", "").statusCode()).isEqualTo(404);
  }

  @Test
  void list_showsTheNewestFirstWithinLimitAndOffset() {
    for (int i = 0; i < 3; i++) {
      intake.call(
          "POST", "/api/schema-requests", table("page_" + i).replace("\"ada\"", "\"pager\""));
    }

    String path = "/api/schema-requests?requester_user_id=pager&target=sandbox";
    assertThat(intake.get(path).path("requests").findValuesAsText("table"))
        .containsExactly("page_2", "page_1", "page_0");
    assertThat(intake.get(path + "&limit=1&offset=1").path("requests").findValuesAsText("table"))
        .containsExactly("page_1");
    assertThat(intake.get(path + "&status=completed").path("requests")).isEmpty();
  }

  @Test
  void review_isPassedOnUnlessItCannotCount() {
    String path = "/api/schema-requests/reviewed";
    topics.request("reviewed", table("reviewed"));
    DecisionMade waiting =
        decision(
            accepted("reviewed"),
            new Verdict.Waiting(1, List.of(), Instant.parse("2030-01-01T00:00:00Z"), List.of()));
    assertThat(intake.call("GET", path + "/migration", "").statusCode()).isEqualTo(404);
    topics.publish(waiting);

    assertThat(review("reviewed", "'status': 'approved', 'performedBy': 'ADA '").statusCode())
        .isEqualTo(403);
    assertThat(review("reviewed", "'status': 'approved', 'performedBy': 'grace'").statusCode())
        .isEqualTo(202);
    assertProblem(review("reviewed", "'status': 'great'"), "$.performedBy", "$.status");
    assertProblem(
        review("reviewed", "'status': 'changes-requested', 'performedBy': 'grace'"),
        "$.requiredChanges");
    assertThat(review("nobody", "'status': 'approved', 'performedBy': 'grace'").statusCode())
        .isEqualTo(404);
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(topics.events(Topic.REVIEWS, ReviewGiven.class))
                    .filteredOn(review -> review.requestId().value().equals("reviewed"))
                    .singleElement()
                    .satisfies(
                        review -> {
                          assertThat(review.by().name()).isEqualTo("grace");
                          assertThat(review.review()).isInstanceOf(Review.Approve.class);
                        }));
    JsonNode migration = intake.get(path + "/migration");
    assertThat(migration.path("up")).isNotEmpty();
    assertThat(migration.path("down")).isNotEmpty();
    assertThat(intake.call("GET", path + "/migration", "", "Accept", "text/plain").body())
        .startsWith("-- up\n")
        .contains("-- down\n");
    JsonNode shown = intake.get(path);
    assertThat(shown.path("findings").isArray()).isTrue();
    assertThat(shown.at("/risk/level").isTextual()).isTrue();
    assertThat(shown.path("plan").isObject()).isTrue();
  }

  @Test
  void execution_thatIsReadBeforeItsDecision_isNotTakenBack() {
    topics.request("disordered", table("disordered"));
    DecisionMade approved = decision(accepted("disordered"), new Verdict.Approved(true, List.of()));
    Plan plan = Objects.requireNonNull(approved.plan());
    topics.publish(
        new ExecutionScheduled(approved.requestId(), plan.target(), plan.fingerprint(), null));
    topics.publish(
        new ExecutionSucceeded(
            approved.requestId(),
            plan.target(),
            plan.fingerprint(),
            Instant.now(),
            Instant.now(),
            3,
            List.of()));
    awaitStatus("disordered", "completed");

    topics.publish(approved);

    await()
        .atMost(LONG)
        .until(() -> intake.get("/api/schema-requests/disordered").path("timeline").size() == 4);
    JsonNode shown = intake.get("/api/schema-requests/disordered");
    assertThat(shown.path("status").asText()).isEqualTo("completed");
    assertThat(shown.path("phase").asText()).isEqualTo("approved");
    assertThat(review("disordered", "'status': 'cancelled', 'performedBy': 'ada'").statusCode())
        .isEqualTo(409);
  }

  @Test
  void targetsAndTables_areAsTheExecutorSays() {
    CatalogObject carts =
        Samples.events().stream()
            .filter(CatalogObjectChanged.class::isInstance)
            .map(event -> ((CatalogObjectChanged) event).object())
            .findFirst()
            .orElseThrow();
    topics.publish(new CatalogObjectChanged("orders", carts, 2, null, null));
    topics.publish(new CatalogObjectChanged("orders", carts, 1, null, null));

    await()
        .atMost(LONG)
        .until(() -> intake.get("/api/tables?target=orders").path("tables").size() == 1);
    assertThat(intake.get("/api/tables?target=orders").at("/tables/0/version").asInt())
        .isEqualTo(2);
    assertThat(intake.get("/api/tables?target=sandbox").path("tables")).isEmpty();
    assertThat(intake.get("/api/targets").path("targets").findValuesAsText("name"))
        .containsExactly("orders", "sandbox");
    assertThat(intake.get("/openapi.json").path("openapi").asText()).startsWith("3.1");
    assertThat(intake.call("GET", "/metrics", "").body())
        .contains("schemawright_intake_requests_total");
  }

  @Test
  void kill_andStart_goesOnAndKnowsWhatItKnew() throws Exception {
    topics.request("before-kill", table("before_kill"));
    accepted("before-kill");

    intake.killAndStart();
    topics.request("before-kill", table("before_kill"));
    awaitEverythingRead("after-kill");

    assertThat(topics.events(Topic.ACCEPTED, RequestAccepted.class))
        .filteredOn(event -> event.request().requestId().value().equals("before-kill"))
        .hasSize(1);
    assertThat(intake.get("/api/schema-requests/before-kill").path("status").asText())
        .isEqualTo("accepted");
  }

  private static String table(String name) {
    return """
        {"requestedBy": "ada",
         "changes": [{"type": "create-table", "table": "%s",
                      "columns": [{"name": "id", "type": "uuid", "primaryKey": true}]}]}
        """
        .formatted(name);
  }

  private static HttpResponse<String> review(String id, String fields) {
    return intake.call(
        "PATCH", "/api/schema-requests/" + id, "{" + fields.replace('\'', '"') + "}");
  }

  private static void assertProblem(HttpResponse<String> answer, String... paths) {
    assertThat(answer.statusCode()).isBetween(400, 499);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    JsonNode document = IntakeProcess.json(answer);
    assertThat(document.path("status").asInt()).isEqualTo(answer.statusCode());
    assertThat(document.path("type").asText()).startsWith("urn:problem-type:");
    assertThat(document.path("problems").findValuesAsText("path")).contains(paths);
  }

  private static DecisionMade decision(RequestAccepted accepted, Verdict verdict) {
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
  private static void awaitEverythingRead(String id) {
    for (int partition = 0; partition < 2; partition++) {
      topics.request(
          id + partition, table(id.replace('-', '_') + partition).getBytes(UTF_8), partition);
    }
    accepted(id + "0");
    accepted(id + "1");
  }

  private static void awaitStatus(String id, String status) {
    await()
        .atMost(LONG)
        .until(
            () -> intake.get("/api/schema-requests/" + id).path("status").asText().equals(status));
  }

  private static RequestAccepted accepted(String id) {
    return await()
        .atMost(LONG)
        .until(
            () ->
                topics
                    .events(Topic.ACCEPTED, RequestAccepted.class)
                    .filter(event -> event.request().requestId().value().equals(id))
                    .findFirst(),
            found -> found.isPresent())
        .orElseThrow();
  }

  private static RequestRejected rejected(String id) {
    return await()
        .atMost(LONG)
        .until(
            () ->
                topics
                    .events(Topic.REJECTED, RequestRejected.class)
                    .filter(event -> event.requestId().value().equals(id))
                    .findFirst(),
            found -> found.isPresent())
        .orElseThrow();
  }
}
