package io.schemawright.executor.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.Json;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Plans;
import io.schemawright.executor.TestExecutor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Map<String, String> environment, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return OperatorCommand.run(
        environment, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  @Test
  void help_saysWhatThereIsAndWhatTheStatusMeans() {
    assertThat(run(Map.of(), "--help")).isZero();
    assertThat(out.toString()).contains("doctor", "verify-audit", "Status 0");
    assertThat(run(Map.of(), "doctor", "--help")).isZero();
    assertThat(out.toString()).contains("[TARGET...]", "--output", "TEXT, JSON");
  }

  @Test
  void missingSettingsAndWrongWords_areNoVerdict() {
    assertThat(run(Map.of(), "verify-audit")).isEqualTo(2);
    assertThat(err.toString())
        .contains("SCHEMAWRIGHT_DATABASE_URL is missing")
        .contains("SCHEMAWRIGHT_KAFKA_BOOTSTRAP_SERVERS is missing");
    assertThat(run(Map.of(), "verify-audits")).isEqualTo(2);
    assertThat(run(Map.of(), "doctor", "--output", "yaml")).isEqualTo(2);
    assertThat(run(Map.of())).isEqualTo(2);
  }

  @Test
  void databaseThatIsAway_isNoVerdict() {
    int status =
        run(
            Map.of(
                "SCHEMAWRIGHT_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/executor",
                "SCHEMAWRIGHT_DATABASE_USERNAME", "executor",
                "SCHEMAWRIGHT_DATABASE_PASSWORD", "not-to-be-shown"),
            "verify-audit",
            "--database-only");

    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("Cannot tell").doesNotContain("not-to-be-shown");
  }

  @Test
  void doctor_ofATargetThatDoesNotAnswer_findsThat() {
    Map<String, String> environment =
        Map.of(
            "SCHEMAWRIGHT_TARGETS", "far",
            "SCHEMAWRIGHT_TARGET_FAR_URL", "jdbc:postgresql://127.0.0.1:1/far",
            "SCHEMAWRIGHT_TARGET_FAR_USERNAME", "far",
            "SCHEMAWRIGHT_TARGET_FAR_PASSWORD", "not-to-be-shown");

    assertThat(run(environment, "doctor")).isEqualTo(1);
    assertThat(out.toString())
        .contains("far: has problems", "problem  reachable", "08001")
        .doesNotContain("not-to-be-shown");
    assertThat(run(environment, "doctor", "near")).isEqualTo(2);
    assertThat(err.toString()).contains("TARGETS does not name [near], only [far]");
  }

  @Test
  void verifyAudit_tellsATamperedOneFromASoundOne() throws Exception {
    try (TestExecutor executor = new TestExecutor()) {
      Map<String, String> environment =
          Map.of(
              "SCHEMAWRIGHT_DATABASE_URL", executor.own().url(),
              "SCHEMAWRIGHT_DATABASE_USERNAME", executor.own().role(),
              "SCHEMAWRIGHT_DATABASE_PASSWORD", executor.own().password());
      executor.work("one", 1);
      executor.decide(Decisions.approved("req-1", Plans.create("orders", "carts")));
      assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);

      assertThat(run(environment, "verify-audit", "--database-only")).isZero();
      assertThat(out.toString()).contains("1 rows", "The audit is what was written.");

      executor
          .database()
          .inTransaction(
              handle -> handle.execute("update schema_changes_audit set applied_by = 'eve'"));
      assertThat(run(environment, "verify-audit", "--database-only", "--output", "json"))
          .isEqualTo(1);
      JsonNode found = Json.mapper().readTree(out.toString());
      assertThat(found.path("sound").asBoolean()).isFalse();
      assertThat(found.path("problems").path(0).asText())
          .isEqualTo("row 1 is not what was written");
    }
  }
}
