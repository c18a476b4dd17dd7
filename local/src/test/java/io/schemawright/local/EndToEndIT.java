package io.schemawright.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.schemawright.change.Problem;
import io.schemawright.event.ChangeCompleted;
import io.schemawright.event.ChangeCompleted.Outcome;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.RequestAccepted;
import io.schemawright.event.RequestRejected;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.Topic;
import io.schemawright.plan.Finding;
import io.schemawright.plan.Severity;
import io.schemawright.plan.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The main job, through all four services as processes of their own, on a real broker and database.
 */
final class EndToEndIT {
  private static Stack stack;
  private static Pipeline pipeline;

  @BeforeAll
  static void start(@TempDir Path directory) {
    stack = new Stack(TestStacks.settings(directory));
    stack.start();
    pipeline = new Pipeline(stack);
  }

  @AfterAll
  static void stop() {
    pipeline.close();
    stack.close();
  }

  @Test
  void guideForm_publishedByAPlainProducer_becomesATableAndANotification() throws IOException {
    // No header, no key, no code of ours: what a console producer sends.
    pipeline.publish(new ProducerRecord<>("schema.requests", null, seed("guide.json")));

    ChangeCompleted completed =
        pipeline.awaitEvent(
            ChangeCompleted.class,
            event -> event.statements().stream().anyMatch(sql -> sql.contains("my_new_table")));

    assertThat(completed.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(completed.target()).isEqualTo("sandbox");
    assertThat(completed.requestedBy().name()).isEqualTo("your-name");
    assertThat(completed.after()).hasSize(1);
    assertThat(completed.stageMillis()).containsKey("total");
    pipeline.assertAppliedOnce("sandbox", completed.requestId().value(), "my_new_table");
    // Sent beside the event, not before it.
    await()
        .atMost(Pipeline.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(stack.webhooks().orElseThrow().deliveries())
                    .as("webhook")
                    .anyMatch(delivery -> delivery.body().contains(completed.requestId().value())));
  }

  @Test
  void autoCreateForm_becomesATable_withAWarningForTheMissingPrimaryKey() throws IOException {
    pipeline.publish("auto-create", new String(seed("auto-create.json"), UTF_8));

    ChangeCompleted completed = pipeline.awaitCompleted("auto-create");

    assertThat(completed.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(completed.findings())
        .anyMatch(
            finding ->
                finding.severity() == Severity.WARNING
                    && finding.message().contains("primary key"));
    pipeline.assertAppliedOnce("sandbox", "auto-create", "user_preferences");
  }

  @Test
  void request_publishedTenTimes_takesEffectOnce() {
    String request = Pipeline.createTable("sandbox", "ten_times");
    for (int i = 0; i < 10; i++) {
      pipeline.publish(0, "ten-times", request);
    }

    assertThat(pipeline.awaitCompleted("ten-times").outcome()).isEqualTo(Outcome.COMPLETED);
    // A later request in the same partition shows that the copies have been read as well.
    pipeline.publish(0, "after-ten", Pipeline.createTable("sandbox", "after_ten_times"));
    pipeline.awaitCompleted("after-ten");
    assertThat(pipeline.everyEventOn(Topic.ACCEPTED))
        .filteredOn(
            event ->
                event instanceof RequestAccepted accepted
                    && accepted.request().requestId().value().equals("ten-times"))
        .hasSize(1);
    pipeline.assertAppliedOnce("sandbox", "ten-times", "ten_times");
    assertThat(
            pipeline
                .events(DecisionMade.class)
                .filter(d -> d.requestId().value().equals("ten-times")))
        .hasSize(1);
  }

  @Test
  void sameIdWithAnotherBody_isRefused_andTheFirstStands() {
    pipeline.publish("twice", Pipeline.createTable("sandbox", "first_words"));
    pipeline.awaitCompleted("twice");
    pipeline.publish("twice", Pipeline.createTable("sandbox", "other_words"));

    RequestRejected rejected = pipeline.awaitRejected("twice");

    assertThat(rejected.problems()).extracting(Problem::message).anyMatch(m -> m.contains("twice"));
    assertThat(
            pipeline.count(
                "sandbox", "select count(*) from pg_class where relname = 'other_words'"))
        .isZero();
    // Intake reads the completion by itself, beside the requests.
    await()
        .atMost(Pipeline.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(pipeline.call("GET", "/api/schema-requests/twice", "").body())
                    .contains("completed"));
  }

  @Test
  void badDesign_isRejectedWithEveryReason() {
    pipeline.publish(
        "bad-design",
        """
        {"tableName": "badDesign", "owner": "t", "schemaJson": {"tableName": "badDesign",
          "columns": [{"name": "userId", "type": "TEXT", "nullable": false}], "indexes": []},
         "requestMetadata": {"requestedBy": "mallory"}}
        """);

    ChangeCompleted completed = pipeline.awaitCompleted("bad-design");

    assertThat(completed.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(completed.findings())
        .filteredOn(finding -> finding.severity() == Severity.ERROR)
        .extracting(Finding::message)
        .anyMatch(message -> message.contains("primary key"))
        .anyMatch(message -> message.contains("userId"))
        .anyMatch(message -> message.contains("badDesign"));
    assertThat(completed.statements()).isEmpty();
  }

  @Test
  void ordersTarget_waitsForAReview_andTheRequestersOwnDoesNotCount() {
    pipeline.publish("reviewed", Pipeline.createTable("orders", "reviewed"));
    DecisionMade waiting = pipeline.awaitDecision("reviewed", 1);
    assertThat(waiting.verdict()).isInstanceOf(Verdict.Waiting.class);
    String path = "/api/schema-requests/reviewed";
    await()
        .atMost(Pipeline.PATIENCE)
        .until(() -> pipeline.call("GET", path, "").statusCode() == 200);

    HttpResponse<String> own =
        pipeline.call("PATCH", path, "{\"status\": \"approved\", \"performedBy\": \"Ada \"}");
    assertThat(own.statusCode()).isEqualTo(403);
    assertThat(pipeline.count("orders", "select count(*) from pg_class where relname = 'reviewed'"))
        .isZero();

    String lead = "{\"status\": \"approved\", \"performedBy\": \"lead\"}";
    await()
        .atMost(Pipeline.PATIENCE)
        .until(() -> pipeline.call("PATCH", path, lead).statusCode() == 202);
    ChangeCompleted completed = pipeline.awaitCompleted("reviewed");
    assertThat(completed.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(completed.approvedBy()).extracting(by -> by.name()).containsExactly("lead");
    pipeline.assertAppliedOnce("orders", "reviewed", "reviewed");
  }

  @Test
  void rest_postThenGetThenMigration_answersAsDocumented() {
    HttpResponse<String> posted =
        pipeline.call("POST", "/api/schema-requests", Pipeline.createTable("sandbox", "posted"));
    assertThat(posted.statusCode()).isEqualTo(202);
    String location = posted.headers().firstValue("Location").orElseThrow();

    await()
        .atMost(Pipeline.PATIENCE)
        .until(() -> pipeline.call("GET", location, "").body().contains("\"completed\""));
    assertThat(pipeline.call("GET", location + "/migration", "").body())
        .contains("CREATE TABLE", "DROP TABLE");
    assertThat(pipeline.call("GET", "/api/schema-requests?status=completed&limit=500", "").body())
        .contains(location.substring(location.lastIndexOf('/') + 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wrong-type      | $.changes[0].columns | {'requestedBy':'a','changes':[{'type':'create-table','table':'t','columns':'none'}]}",
        "missing-fields  | $.changes            | {'requestedBy':'a'}",
        "long-name       | $.changes[0].table   | {'requestedBy':'a','changes':[{'type':'create-table','table':'t1234567890123456789012345678901234567890123456789012345678901234','columns':[{'name':'id','type':'uuid','primaryKey':true}]}]}",
        "sql-in-default  | $.changes[0].columns[0].default | {'requestedBy':'a','changes':[{'type':'create-table','table':'t','columns':[{'name':'id','type':'text','primaryKey':true,'default':'1); drop table x; --'}]}]}",
        "no-such-type    | $.changes[0].columns[0].type | {'requestedBy':'a','changes':[{'type':'create-table','table':'t','columns':[{'name':'id','type':'sting','primaryKey':true}]}]}",
        "two-of-a-name   | $.changes[0].columns[1].name | {'requestedBy':'a','changes':[{'type':'create-table','table':'t','columns':[{'name':'id','type':'uuid','primaryKey':true},{'name':'id','type':'text'}]}]}",
        "unknown-target  | $.target             | {'target':'nowhere','requestedBy':'a','changes':[{'type':'create-table','table':'t','columns':[{'name':'id','type':'uuid','primaryKey':true}]}]}",
      })
  void badInput_isRejected_withItsPath(String id, String path, String request) {
    pipeline.publish(id, request.replace('\'', '"'));

    RequestRejected rejected = pipeline.awaitRejected(id);

    assertThat(rejected.problems()).extracting(Problem::path).anyMatch(p -> p.startsWith(path));
    assertThat(rejected.problems())
        .allSatisfy(problem -> assertThat(problem.message()).isNotBlank());
  }

  @ParameterizedTest
  @ValueSource(strings = {"select", "user", "table"})
  void reservedWord_becomesATable_quoted(String table) {
    pipeline.publish("reserved-" + table, Pipeline.createTable("sandbox", table));

    ChangeCompleted completed = pipeline.awaitCompleted("reserved-" + table);

    assertThat(completed.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(completed.statements()).anyMatch(sql -> sql.contains('"' + table + '"'));
    pipeline.assertAppliedOnce("sandbox", "reserved-" + table, table);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unicode | \u00fcmlaut_\u00df",
        "quotes  | quo\"ted",
        "sql     | t\"(id int); drop table x; --",
      })
  void nameThatIsNotSnakeCase_isRefused_andNeverRun(String id, String table) {
    pipeline.publish(id, Pipeline.createTable("sandbox", table.replace("\"", "\\\"")));

    ChangeCompleted completed = pipeline.awaitCompleted(id);

    assertThat(completed.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(completed.findings())
        .filteredOn(finding -> finding.rule().equals("snake-case-names"))
        .extracting(Finding::message)
        .anyMatch(message -> message.contains(table));
    assertThat(pipeline.count("sandbox", "select count(*) from pg_class where relname = ?", table))
        .isZero();
  }

  @Test
  void rubbish_goesToTheDeadLetterTopic_asItCame() {
    byte[] rubbish = {(byte) 0xff, 0, 'n', 'o', '{'};
    pipeline.publish(new ProducerRecord<>("schema.requests", "key".getBytes(UTF_8), rubbish));

    await()
        .atMost(Pipeline.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(pipeline.everythingOn("schema.requests.dlq"))
                    .anySatisfy(
                        letter -> {
                          assertThat(letter.value()).isEqualTo(rubbish);
                          assertThat(EventCodec.text(letter.headers(), "dlq_reason")).isPresent();
                          assertThat(EventCodec.text(letter.headers(), "dlq_reader"))
                              .contains("intake-requests");
                        }));
  }

  @Test
  void tooLarge_isRefusedByTheBrokerAndByRest() {
    String large = "{\"requestedBy\": \"" + "x".repeat(1_200_000) + "\"}";

    assertThatThrownBy(() -> pipeline.publish("large", large))
        .hasRootCauseInstanceOf(RecordTooLargeException.class);
    assertThat(pipeline.call("POST", "/api/schema-requests", large).statusCode()).isEqualTo(413);
  }

  @Test
  void health_andMetrics_areThereForEveryService() throws Exception {
    for (ServiceName service : ServiceName.values()) {
      try (InputStream metrics = stack.http(service).resolve("/metrics").toURL().openStream()) {
        assertThat(new String(metrics.readAllBytes(), UTF_8))
            .contains("jvm_memory_used_bytes", "service=\"" + service.id() + "\"");
      }
      await().atMost(Pipeline.PATIENCE).until(() -> stack.service(service).isHealthy());
    }
  }

  private static byte[] seed(String name) throws IOException {
    try (InputStream resource = EndToEndIT.class.getResourceAsStream("/seeds/" + name)) {
      return Objects.requireNonNull(resource).readAllBytes();
    }
  }
}
