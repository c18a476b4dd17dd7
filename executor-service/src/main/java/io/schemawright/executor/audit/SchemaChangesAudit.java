package io.schemawright.executor.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.event.EventId;
import io.schemawright.request.RequestId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jdbi.v3.core.Handle;

/**
 * The table {@code schema_changes_audit}: a chain, each row's hash over its content and the hash
 * before it. A changed, removed or inserted row breaks it.
 */
public final class SchemaChangesAudit {
  private SchemaChangesAudit() {}

  static final Fingerprint BEGINNING = Fingerprint.ofBytes("schema_changes_audit".getBytes(UTF_8));

  private static final int FETCH_SIZE = 1000;

  /**
   * Adds an entry at the end of the chain, which stays locked until the transaction ends: to be
   * done late in it.
   *
   * @param entry makes the entry with its id
   * @return its place, to be published
   */
  public static AuditLink append(Handle handle, LongFunction<AuditEntry> entry) {
    AuditLink head = head(handle, "select id, hash from audit_head for update");
    AuditEntry next = entry.apply(head.id() + 1);
    Fingerprint hash = next.hashAfter(head.hash());
    handle
        .createUpdate(
            """
            with head as (update audit_head set id = :id, hash = :hash)
            insert into schema_changes_audit
                   (id, request_id, target, plan, decision_id, outcome, change_summary,
                    migration_sql, requested_by, approved_by, applied_by, applied_at, prev_hash, hash)
            values (:id, :requestId, :target, :plan, :decisionId, :outcome, :changeSummary,
                    :migrationSql, :requestedBy, :approvedBy, :appliedBy, :appliedAt, :previous,
                    :hash)
            """)
        .bind("id", next.id())
        .bind("requestId", next.requestId().value())
        .bind("target", next.target())
        .bind("plan", next.plan().value())
        .bind("decisionId", next.decisionId().value())
        .bind("outcome", next.outcome())
        .bind("changeSummary", next.changeSummary())
        .bind("migrationSql", next.migrationSql())
        .bind("requestedBy", next.requestedBy())
        .bindBySqlType("approvedBy", next.approvedBy().toArray(String[]::new), Types.ARRAY)
        .bind("appliedBy", next.appliedBy())
        .bind("appliedAt", next.appliedAt().atOffset(ZoneOffset.UTC))
        .bind("previous", head.hash().value())
        .bind("hash", hash.value())
        .execute();
    return new AuditLink(next.id(), hash);
  }

  /** Shows every row in order; in a transaction, or all of them are in memory at once. */
  static void forEach(Handle handle, Consumer<AuditRow> action) {
    handle
        .createQuery("select * from schema_changes_audit order by id")
        .setFetchSize(FETCH_SIZE)
        .map((row, context) -> row(row))
        .forEach(action);
  }

  /** The end of the chain as it was last written down. */
  static AuditLink head(Handle handle) {
    return head(handle, "select id, hash from audit_head");
  }

  private static AuditLink head(Handle handle, String query) {
    return handle
        .createQuery(query)
        .map(
            (row, context) ->
                new AuditLink(row.getLong("id"), new Fingerprint(row.getString("hash"))))
        .one();
  }

  /** A row as it is found. */
  record AuditRow(AuditEntry entry, Fingerprint previous, Fingerprint hash) {}

  private static AuditRow row(ResultSet row) throws SQLException {
    return new AuditRow(
        new AuditEntry(
            row.getLong("id"),
            new RequestId(row.getString("request_id")),
            row.getString("target"),
            new Fingerprint(row.getString("plan")),
            new EventId(row.getString("decision_id")),
            row.getString("outcome"),
            row.getString("change_summary"),
            row.getString("migration_sql"),
            row.getString("requested_by"),
            List.of((String[]) row.getArray("approved_by").getArray()),
            row.getString("applied_by"),
            row.getObject("applied_at", OffsetDateTime.class).toInstant()),
        new Fingerprint(row.getString("prev_hash")),
        new Fingerprint(row.getString("hash")));
  }
}
