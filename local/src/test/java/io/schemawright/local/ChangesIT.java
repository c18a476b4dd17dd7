package io.schemawright.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.change.ChangeKind;
import io.schemawright.change.ChangeKinds;
import io.schemawright.event.ChangeCompleted;
import io.schemawright.event.ChangeCompleted.Outcome;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Json;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Verdict;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of change, as {@code examples/changes} asks for it, one after the other through all
 * four services: approved by a person where policy wants one, applied, and found on the target as
 * the notification says.
 */
final class ChangesIT {
  private static final Path EXAMPLES = Path.of("..", "examples", "changes");

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
  void everyKindOfChange_inTheOrderOfTheExamples_isAppliedAsAnnounced()
      throws IOException, SQLException {
    Set<String> seen = new TreeSet<>();
    for (Path example : examples()) {
      String text = Files.readString(example, UTF_8);
      JsonNode request = Json.mapper().readTree(text);
      request.path("changes").forEach(change -> seen.add(change.path("type").asText()));
      ChangeCompleted completed = completed(request.path("requestId").asText(), text);

      assertThat(completed.outcome())
          .as("%s: %s %s", example.getFileName(), completed.summary(), completed.findings())
          .isEqualTo(Outcome.COMPLETED);
      assertFound(completed);
    }
    assertThat(seen)
        .containsExactlyElementsOf(
            ChangeKinds.load().all().stream().map(ChangeKind::type).toList());
    pipeline.assertNothingInFlight();
  }

  /** Policy mostly does not know yet that the table has rows; the executor finds that out. */
  @Test
  void tableThatWasJustFilled_getsItsIndexBesideItsReadersAndWriters() throws SQLException {
    completed("filling-1", Pipeline.createTable("sandbox", "fillings"));
    try (Connection application = stack.database("sandbox").connect();
        Statement statement = application.createStatement()) {
      statement.execute("insert into public.fillings (name) values ('one')");
    }

    ChangeCompleted completed =
        completed(
            "filling-2",
            """
            {"target": "sandbox", "owner": "team-library", "requestedBy": "ada",
             "justification": "Fillings are looked up by name",
             "changes": [{"type": "add-index", "table": "fillings", "index": {"columns": ["name"]}}]}
            """);

    assertThat(completed.outcome())
        .as("%s %s", completed.summary(), completed.findings())
        .isEqualTo(Outcome.COMPLETED);
    assertThat(
            pipeline.countAsSuperuser(
                "sandbox",
                "select count(*) from schemawright.ledger where request_id = ?"
                    + " and outcome->>'summary' like '%beside readers and writers'",
                "filling-2"))
        .isOne();
  }

  private static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  /** Sends the request and says yes to it where somebody has to. */
  private static ChangeCompleted completed(String id, String request) {
    pipeline.publish(id, request);
    DecisionMade decision = pipeline.awaitDecision(id, 1);
    if (decision.verdict() instanceof Verdict.Waiting) {
      String path = "/api/schema-requests/" + id;
      // Intake reads the decision by itself, and refuses a review of what it does not know yet.
      await()
          .atMost(Pipeline.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(
                          pipeline.call(
                              "PATCH",
                              path,
                              "{\"status\": \"approved\", \"performedBy\": \"lead\"}"))
                      .extracting(HttpResponse::statusCode, HttpResponse::body)
                      .startsWith(202));
    }
    return pipeline.awaitCompleted(id);
  }

  /** Another connection reads what the notification says is there. */
  private static void assertFound(ChangeCompleted completed) throws SQLException {
    Collection<ObjectRef> refs = completed.after().stream().map(ObjectState::ref).toList();
    try (Connection connection = stack.database(completed.target()).connect()) {
      Map<ObjectRef, CatalogObject> found = Introspection.read(connection, refs);
      assertThat(ObjectState.fingerprint(ObjectState.of(refs, found).values()))
          .as("%s", completed.requestId())
          .isEqualTo(ObjectState.fingerprint(completed.after()));
    }
  }
}
