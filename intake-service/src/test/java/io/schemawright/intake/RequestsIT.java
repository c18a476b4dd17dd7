package io.schemawright.intake;

import static io.schemawright.intake.RunningIntake.INTAKE;
import static io.schemawright.intake.RunningIntake.LONG;
import static io.schemawright.intake.RunningIntake.TOPICS;
import static io.schemawright.intake.RunningIntake.accepted;
import static io.schemawright.intake.RunningIntake.awaitEverythingRead;
import static io.schemawright.intake.RunningIntake.awaitStatus;
import static io.schemawright.intake.RunningIntake.decision;
import static io.schemawright.intake.RunningIntake.rejected;
import static io.schemawright.intake.RunningIntake.review;
import static io.schemawright.intake.RunningIntake.table;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.change.Problem;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.ExecutionScheduled;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.RequestAccepted;
import io.schemawright.event.RequestRejected;
import io.schemawright.intake.request.Messages;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.Topic;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes over the topic, on a real broker and a real database. */
class RequestsIT {
  @Test
  void request_sentBeforeAnyTargetWasKnown_isAccepted() {
    assertThat(accepted("early").request().target()).isEqualTo("sandbox");
  }

  @ParameterizedTest
  @CsvSource({"guide, my_new_table", "auto-create, user_preferences"})
  void seed_onTheTopic_isAccepted(String form, String table) {
    TOPICS.request("seed-" + form, Messages.resource("seeds/" + form + ".json"));

    RequestAccepted accepted = accepted("seed-" + form);

    assertThat(accepted.submission().form()).isEqualTo(form);
    assertThat(accepted.submission().channel()).isEqualTo("topic");
    assertThat(accepted.request().touches().first().name()).isEqualTo(table);
    JsonNode shown = INTAKE.get("/api/schema-requests/seed-" + form);
    assertThat(shown.path("status").asText()).isEqualTo("accepted");
    assertThat(shown.path("phase").asText()).isEqualTo("pending");
    assertThat(shown.path("timeline")).hasSize(1);
  }

  @Test
  void invalidRequest_onTheTopic_isRejectedWithEveryProblem() {
    TOPICS.request(
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
    JsonNode shown = INTAKE.get("/api/schema-requests/invalid");
    assertThat(shown.path("status").asText()).isEqualTo("rejected");
    assertThat(shown.path("problems")).hasSize(3);
    assertThat(shown.path("processedAt").isTextual()).isTrue();
  }

  @Test
  void unreadableBytes_goToTheDeadLetterTopicAsTheyCame() {
    byte[] rubbish = {(byte) 0xff, 0, 'n', 'o'};
    TOPICS.request(null, rubbish, 1);

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
      TOPICS.request("ten-times", table("ten_times").getBytes(UTF_8), i % 2);
    }
    awaitEverythingRead("after-ten");

    assertThat(TOPICS.events(Topic.ACCEPTED, RequestAccepted.class))
        .filteredOn(event -> event.request().requestId().value().equals("ten-times"))
        .hasSize(1);
    assertThat(INTAKE.get("/api/schema-requests/ten-times").path("timeline")).hasSize(1);
  }

  @Test
  void requestWithoutAnId_publishedTenTimesToEveryPartition_isAcceptedOnce() {
    for (int i = 0; i < 10; i++) {
      TOPICS.request(null, table("no_id").getBytes(UTF_8), i % 2);
    }
    awaitEverythingRead("after-no-id");

    assertThat(TOPICS.events(Topic.ACCEPTED, RequestAccepted.class))
        .filteredOn(event -> event.request().touches().first().name().equals("no_id"))
        .singleElement()
        .satisfies(event -> assertThat(event.request().requestId().value()).startsWith("req-"));
  }

  @Test
  void otherRequestUnderTheSameId_isRefusedOnceAndTheFirstIsAsItWas() {
    TOPICS.request("taken", table("first_words"));
    accepted("taken");
    TOPICS.request("taken", table("other_words"));
    TOPICS.request("taken", table("other_words"));
    awaitEverythingRead("after-taken");

    assertThat(TOPICS.events(Topic.REJECTED, RequestRejected.class))
        .filteredOn(event -> event.requestId().value().equals("taken"))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.path()).isEqualTo("$.requestId")));
    JsonNode shown = INTAKE.get("/api/schema-requests/taken");
    assertThat(shown.path("status").asText()).isEqualTo("accepted");
    assertThat(shown.path("table").asText()).isEqualTo("first_words");
    assertThat(shown.path("problems")).isEmpty();
  }

  @Test
  void execution_thatIsReadBeforeItsDecision_isNotTakenBack() {
    TOPICS.request("disordered", table("disordered"));
    DecisionMade approved = decision(accepted("disordered"), new Verdict.Approved(true, List.of()));
    Plan plan = Objects.requireNonNull(approved.plan());
    TOPICS.publish(
        new ExecutionScheduled(
            approved.requestId(), plan.target(), plan.fingerprint(), null, null));
    TOPICS.publish(
        new ExecutionSucceeded(
            approved.requestId(),
            plan.target(),
            plan.fingerprint(),
            Instant.now(),
            Instant.now(),
            3,
            List.of()));
    awaitStatus("disordered", "completed");

    TOPICS.publish(approved);

    await()
        .atMost(LONG)
        .until(() -> INTAKE.get("/api/schema-requests/disordered").path("timeline").size() == 4);
    JsonNode shown = INTAKE.get("/api/schema-requests/disordered");
    assertThat(shown.path("status").asText()).isEqualTo("completed");
    assertThat(shown.path("phase").asText()).isEqualTo("approved");
    assertThat(review("disordered", "'status': 'cancelled', 'performedBy': 'ada'").statusCode())
        .isEqualTo(409);
  }

  @Test
  void kill_andStart_goesOnAndKnowsWhatItKnew() throws Exception {
    TOPICS.request("before-kill", table("before_kill"));
    accepted("before-kill");

    INTAKE.killAndStart();
    TOPICS.request("before-kill", table("before_kill"));
    awaitEverythingRead("after-kill");

    assertThat(TOPICS.events(Topic.ACCEPTED, RequestAccepted.class))
        .filteredOn(event -> event.request().requestId().value().equals("before-kill"))
        .hasSize(1);
    assertThat(INTAKE.get("/api/schema-requests/before-kill").path("status").asText())
        .isEqualTo("accepted");
  }
}
