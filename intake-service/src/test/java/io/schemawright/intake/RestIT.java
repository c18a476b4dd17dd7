package io.schemawright.intake;

import static io.schemawright.intake.RunningIntake.INTAKE;
import static io.schemawright.intake.RunningIntake.LONG;
import static io.schemawright.intake.RunningIntake.TOPICS;
import static io.schemawright.intake.RunningIntake.accepted;
import static io.schemawright.intake.RunningIntake.assertProblem;
import static io.schemawright.intake.RunningIntake.awaitStatus;
import static io.schemawright.intake.RunningIntake.decision;
import static io.schemawright.intake.RunningIntake.review;
import static io.schemawright.intake.RunningIntake.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.catalog.CatalogObject;
import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.RequestAccepted;
import io.schemawright.event.RequestRejected;
import io.schemawright.event.ReviewGiven;
import io.schemawright.event.Samples;
import io.schemawright.intake.request.Messages;
import io.schemawright.messaging.Topic;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Verdict;
import io.schemawright.request.Identity;
import io.schemawright.request.Review;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is asked over REST, on a real broker and a real database. */
class RestIT {
  @Test
  void post_isAcceptedAndKnownAgain() {
    String body = table("posted");
    HttpResponse<String> first =
        INTAKE.call("POST", "/api/schema-requests", body, "Idempotency-Key", "post-1");
    HttpResponse<String> again =
        INTAKE.call("POST", "/api/schema-requests", body, "Idempotency-Key", "post-1");
    HttpResponse<String> other =
        INTAKE.call("POST", "/api/schema-requests", table("x"), "Idempotency-Key", "post-1");

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(first.headers().firstValue("Location")).contains("/api/schema-requests/post-1");
    assertThat(IntakeProcess.json(first).path("status").asText()).isEqualTo("accepted");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(other.statusCode()).isEqualTo(409);
    assertProblem(other, "$.requestId");
    assertThat(accepted("post-1").submission().channel()).isEqualTo("rest");
    assertThat(TOPICS.events(Topic.REJECTED, RequestRejected.class))
        .noneMatch(event -> event.requestId().value().equals("post-1"));
  }

  @Test
  void post_ofTheSeedsCurl_isAccepted() {
    HttpResponse<String> answer =
        INTAKE.call(
            "POST", "/api/schema-requests", Messages.resource("seeds/auto-create-curl.json"));

    assertThat(answer.statusCode()).isEqualTo(202);
    JsonNode list = INTAKE.get("/api/schema-requests?status=pending&requester_user_id=user123");
    assertThat(list.path("requests").findValuesAsText("table")).contains("user_activity_log");
  }

  @Test
  void post_ofWhatIsNoRequest_isAProblemDocument() {
    assertProblem(INTAKE.call("POST", "/api/schema-requests", "{\"requestedBy\": 1}"), "$.changes");
    assertThat(INTAKE.call("POST", "/api/schema-requests", "{").statusCode()).isEqualTo(400);
    assertThat(INTAKE.call("POST", "/api/schema-requests", " ".repeat(1_100_000)).statusCode())
        .isEqualTo(413);
    assertThat(
            INTAKE
                .call("POST", "/api/schema-requests", "a=b", "Content-Type", "text/plain")
                .statusCode())
        .isEqualTo(415);
    HttpResponse<String> nowhere = INTAKE.call("GET", "/api/nothing", "");
    assertThat(nowhere.statusCode()).isEqualTo(404);
    assertThat(nowhere.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(INTAKE.call("DELETE", "/api/schema-requests", "").statusCode()).isEqualTo(405);
    assertThat(INTAKE.call("GET", "/api/schema-requests?limit=501", "").statusCode())
        .isEqualTo(400);
    assertThat(INTAKE.call("GET", "/api/schema-requests?status=lost", "").statusCode())
        .isEqualTo(400);
    assertThat(INTAKE.call("GET", "/api/schema-requests/nobody", "").statusCode()).isEqualTo(404);
  }

  @Test
  void list_showsTheNewestFirstWithinLimitAndOffset() {
    for (int i = 0; i < 3; i++) {
      INTAKE.call(
          "POST", "/api/schema-requests", table("page_" + i).replace("\"ada\"", "\"pager\""));
    }

    String path = "/api/schema-requests?requester_user_id=pager&target=sandbox";
    assertThat(INTAKE.get(path).path("requests").findValuesAsText("table"))
        .containsExactly("page_2", "page_1", "page_0");
    assertThat(INTAKE.get(path + "&limit=1&offset=1").path("requests").findValuesAsText("table"))
        .containsExactly("page_1");
    assertThat(INTAKE.get(path + "&status=completed").path("requests")).isEmpty();
  }

  @Test
  void review_isPassedOnUnlessItCannotCount() {
    String path = "/api/schema-requests/reviewed";
    TOPICS.request("reviewed", table("reviewed"));
    DecisionMade waiting =
        decision(
            accepted("reviewed"),
            new Verdict.Waiting(1, List.of(), Instant.parse("2030-01-01T00:00:00Z"), List.of()));
    Plan shown = Objects.requireNonNull(waiting.plan());
    assertThat(INTAKE.call("GET", path + "/migration", "").statusCode()).isEqualTo(404);
    TOPICS.publish(waiting);
    awaitStatus("reviewed", "waiting-for-review");

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
                assertThat(TOPICS.events(Topic.REVIEWS, ReviewGiven.class))
                    .filteredOn(review -> review.requestId().value().equals("reviewed"))
                    .singleElement()
                    .satisfies(
                        review -> {
                          assertThat(review.by().name()).isEqualTo("grace");
                          assertThat(review.review())
                              .isEqualTo(new Review.Approve(shown.fingerprint(), null));
                        }));
    JsonNode migration = INTAKE.get(path + "/migration");
    assertThat(migration.path("up")).isNotEmpty();
    assertThat(migration.path("down")).isNotEmpty();
    assertThat(INTAKE.call("GET", path + "/migration", "", "Accept", "text/plain").body())
        .startsWith("-- up\n")
        .contains("-- down\n");
    JsonNode details = INTAKE.get(path);
    assertThat(details.path("findings").isArray()).isTrue();
    assertThat(details.at("/risk/level").isTextual()).isTrue();
    assertThat(details.path("plan").isObject()).isTrue();
  }

  @Test
  void aChangedRequest_answersAReviewerWhoWantsChanges_andOnlyThen() {
    String path = "/api/schema-requests/revised";
    TOPICS.request("revised", table("first_words"));
    Verdict wanted =
        new Verdict.ChangesRequested(
            new Identity("grace", false), List.of("another name"), List.of(), List.of());
    RequestAccepted first = accepted("revised");
    String second = table("second_words");
    assertThat(submit("revised", second).statusCode()).isEqualTo(409);
    TOPICS.publish(decision(first, wanted));
    awaitStatus("revised", "changes-requested");

    assertThat(submit("revised", second.replace("\"ada\"", "\"eve\"")).statusCode()).isEqualTo(409);
    assertThat(submit("revised", second).statusCode()).isEqualTo(202);
    assertThat(submit("revised", second).statusCode()).isEqualTo(200);
    assertThat(submit("revised", table("third_words")).statusCode()).isEqualTo(409);

    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(TOPICS.events(Topic.ACCEPTED, RequestAccepted.class))
                    .filteredOn(event -> event.request().requestId().value().equals("revised"))
                    .extracting(RequestAccepted::revision)
                    .containsExactly(1, 2));
    assertThat(INTAKE.get(path).path("status").asText()).isEqualTo("accepted");
  }

  private static HttpResponse<String> submit(String id, String body) {
    return INTAKE.call("POST", "/api/schema-requests", body, "Idempotency-Key", id);
  }

  @Test
  void review_ofTooManyBytes_isRefused() {
    HttpResponse<String> answer =
        review(
            "endless",
            "'status': 'rejected', 'performedBy': 'grace', 'reason': '"
                + "x".repeat(64 * 1024)
                + "'");

    assertThat(answer.statusCode()).isEqualTo(413);
    assertProblem(answer);
    assertThat(IntakeProcess.json(answer).path("detail").asText())
        .contains("larger than 64 KiB", "fewer words");
  }

  @Test
  void targetsAndTables_areAsTheExecutorSays() {
    CatalogObject carts =
        Samples.events().stream()
            .filter(CatalogObjectChanged.class::isInstance)
            .map(event -> ((CatalogObjectChanged) event).object())
            .findFirst()
            .orElseThrow();
    TOPICS.publish(new CatalogObjectChanged("orders", carts, 2, null, null));
    TOPICS.publish(new CatalogObjectChanged("orders", carts, 1, null, null));

    await()
        .atMost(LONG)
        .until(() -> INTAKE.get("/api/tables?target=orders").path("tables").size() == 1);
    assertThat(INTAKE.get("/api/tables?target=orders").at("/tables/0/version").asInt())
        .isEqualTo(2);
    assertThat(INTAKE.get("/api/tables?target=sandbox").path("tables")).isEmpty();
    assertThat(INTAKE.get("/openapi.json").path("openapi").asText()).startsWith("3.1");
    // Targets are read beside the catalog, and requests are counted after their commit.
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(INTAKE.get("/api/targets").path("targets").findValuesAsText("name"))
                  .containsExactly("orders", "sandbox");
              assertThat(INTAKE.call("GET", "/metrics", "").body())
                  .contains("schemawright_intake_requests_total");
            });
  }
}
