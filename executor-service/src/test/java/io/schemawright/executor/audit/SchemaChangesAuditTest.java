package io.schemawright.executor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.event.EventId;
import io.schemawright.executor.TestExecutor;
import io.schemawright.request.RequestId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every way to tamper with the audit, by somebody who may do anything in its database. */
class SchemaChangesAuditTest {
  private final TestExecutor executor = new TestExecutor();
  private final List<AuditLink> published = new ArrayList<>();

  @BeforeEach
  void threeRows() {
    for (int i = 1; i <= 3; i++) {
      published.add(append("req-" + i));
    }
  }

  private AuditLink append(String request) {
    return executor
        .database()
        .inTransaction(
            handle -> SchemaChangesAudit.append(handle, id -> entry(id, new RequestId(request))));
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

  private void tamper(String... statements) {
    executor
        .database()
        .inTransaction(
            handle -> {
              for (String statement : statements) {
                handle.execute(statement);
              }
              return handle;
            });
  }

  private AuditReport ofChain() {
    return AuditVerification.ofChain(Jdbi.create(executor.database().dataSource()));
  }

  private AuditReport withLinks() {
    return AuditVerification.ofChainAndLinks(
        Jdbi.create(executor.database().dataSource()),
        () -> Stream.concat(published.stream(), executor.publishedLinks().stream()).toList());
  }

  @Test
  void untouchedChain_isSound() {
    assertThat(ofChain().sound()).isTrue();
    assertThat(withLinks()).isEqualTo(new AuditReport(3, 3, List.of()));
  }

  @Test
  void changedRow_isFound() {
    tamper("update schema_changes_audit set approved_by = '{eve}' where id = 2");

    assertThat(ofChain().problems()).containsExactly("row 2 is not what was written");
  }

  @Test
  void changedRowWithANewHash_isFoundByTheRowAfterIt() {
    Fingerprint first = published.get(0).hash();
    String forged = entry(2, new RequestId("forged")).hashAfter(first).value();
    tamper(
        "update schema_changes_audit set request_id = 'forged', hash = '%s' where id = 2"
            .formatted(forged));

    assertThat(ofChain().problems()).containsExactly("row 3 does not follow the row before it");
  }

  @Test
  void removedRow_isFound() {
    tamper("delete from schema_changes_audit where id = 2");

    assertThat(ofChain().problems()).containsExactly("row 2 is missing");
  }

  @Test
  void removedRowWithTheOthersMovedUp_isFound() {
    tamper(
        "delete from schema_changes_audit where id = 2",
        "update schema_changes_audit set id = 2 where id = 3",
        "update audit_head set id = 2");

    assertThat(ofChain().problems())
        .containsExactly(
            "row 2 does not follow the row before it", "row 2 is not what was written");
  }

  @Test
  void insertedRow_isFound() {
    tamper(
        "insert into schema_changes_audit select 0, 'forged', target, plan, decision_id, outcome,"
            + " change_summary, migration_sql, requested_by, approved_by, applied_by, applied_at,"
            + " prev_hash, 'forged' from schema_changes_audit where id = 1",
        "update schema_changes_audit set hash = repeat('0', 64) where id = 0");

    assertThat(ofChain().problems())
        .contains("row 0 was inserted: rows are counted from 1", "row 0 is not what was written");
  }

  @Test
  void removedEnd_isFound() {
    tamper("delete from schema_changes_audit where id = 3");

    assertThat(ofChain().problems())
        .containsExactly("the audit ends with row 2, the last one written was 3");
  }

  @Test
  void removedEndWithTheHeadMovedBack_isFoundByWhatWasPublished() {
    tamper(
        "delete from schema_changes_audit where id = 3",
        "update audit_head set id = 2, hash = '%s'".formatted(published.get(1).hash().value()));

    assertThat(ofChain().sound()).isTrue();
    assertThat(withLinks().problems()).containsExactly("row 3 was published and is not there");
  }

  @Test
  void rowAppendedAsTheExecutorWould_isFoundByWhatWasPublished() {
    AuditLink forged = append("forged");

    assertThat(forged.id()).isEqualTo(4);
    assertThat(ofChain().sound()).isTrue();
    assertThat(withLinks().problems()).containsExactly("row 4 was never published");
  }

  @Test
  void chainMadeAnew_isFoundByWhatWasPublished() {
    tamper(
        "delete from schema_changes_audit where id > 1",
        "update audit_head set id = 1, hash = '%s'".formatted(published.get(0).hash().value()));
    append("forged");
    append("req-3");

    assertThat(ofChain().sound()).isTrue();
    assertThat(withLinks().problems())
        .containsExactly(
            "row 2 is not the one that was published", "row 3 is not the one that was published");
  }

  @Test
  void rowWhoseEventStillWaitsInTheOutbox_isSound() {
    AuditLink waiting = append("req-4");
    tamper(
        "insert into outbox (lane, topic, header_names, header_values) values"
            + " (99, 'schema.executions', '{a,%s}', array['b', '%s']::bytea[])"
                .formatted(AuditLink.HEADER, waiting.text()));

    assertThat(withLinks()).isEqualTo(new AuditReport(4, 4, List.of()));
  }
}
