package io.schemawright.executor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.event.EventId;
import io.schemawright.executor.TestExecutor;
import io.schemawright.request.RequestId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaChangesAuditTest {
  private final TestExecutor executor = new TestExecutor();

  @BeforeEach
  void threeRows() {
    for (int i = 1; i <= 3; i++) {
      RequestId request = new RequestId("req-" + i);
      executor
          .database()
          .inTransaction(
              handle -> {
                SchemaChangesAudit.append(handle, id -> entry(id, request));
                return request;
              });
    }
  }

  private static AuditEntry entry(long id, RequestId request) {
    return new AuditEntry(
        id,
        request,
        "orders",
        Fingerprint.ofBytes(new byte[0]),
        new EventId("decision"),
        "succeeded",
        "create table public.carts",
        "CREATE TABLE carts ();",
        "ada",
        List.of("grace", "mary"),
        "schemawright-executor",
        Instant.parse("2026-11-21T12:00:00.123456789Z"));
  }

  @AfterEach
  void close() {
    executor.close();
  }

  private Optional<String> wrongAfter(String tampering) {
    executor.database().inTransaction(handle -> handle.execute(tampering));
    return executor.database().read(SchemaChangesAudit::verify);
  }

  @Test
  void untouchedChain_isSound() {
    assertThat(executor.database().read(SchemaChangesAudit::verify)).isEmpty();
  }

  @Test
  void changedRow_isFound() {
    assertThat(wrongAfter("update schema_changes_audit set approved_by = '{eve}' where id = 2"))
        .hasValueSatisfying(problem -> assertThat(problem).contains("row 2"));
  }

  @Test
  void removedRow_isFound() {
    assertThat(wrongAfter("delete from schema_changes_audit where id = 2"))
        .hasValueSatisfying(problem -> assertThat(problem).contains("row 2 is missing"));
  }

  @Test
  void removedEnd_isFound() {
    assertThat(wrongAfter("delete from schema_changes_audit where id = 3"))
        .hasValueSatisfying(problem -> assertThat(problem).contains("its last was 3"));
  }
}
