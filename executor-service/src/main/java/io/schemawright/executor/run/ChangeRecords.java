package io.schemawright.executor.run;

import io.schemawright.executor.audit.AuditEntry;
import io.schemawright.executor.audit.AuditLink;
import io.schemawright.executor.audit.AutoCreateLog;
import io.schemawright.executor.audit.SchemaChangesAudit;
import io.schemawright.executor.queue.Claim;
import io.schemawright.outbox.Transaction;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a change for those who ask later, in the transaction that ends it: its row of the
 * audit, and lines of the log of tables that were created automatically.
 */
final class ChangeRecords {
  private static final String APPLIED_BY = "schemawright-executor";

  private ChangeRecords() {}

  /** A line about each table that a change without a reviewer creates. */
  static void log(
      Transaction transaction, Work work, AutoCreateLog.Action action, @Nullable String reason) {
    if (work.automatic()) {
      AutoCreateLog.append(
          transaction.handle(),
          work.created(),
          action,
          Map.of(
              "requestId",
              work.claim().requestId().value(),
              "target",
              work.claim().target(),
              "plan",
              work.claim().plan().value(),
              "reason",
              Objects.requireNonNullElse(reason, "")));
    }
  }

  /** A row about the whole plan. */
  static AuditLink audit(Transaction transaction, Work work, String outcome, Instant at) {
    return audit(transaction, work, outcome, work.summary(), work.sql(), at);
  }

  /** A row about what of the plan has been run, in words and in SQL. */
  static AuditLink audit(
      Transaction transaction, Work work, String outcome, String summary, String sql, Instant at) {
    Claim claim = work.claim();
    return SchemaChangesAudit.append(
        transaction.handle(),
        id ->
            new AuditEntry(
                id,
                claim.requestId(),
                claim.target(),
                claim.plan(),
                claim.cause().id(),
                outcome,
                summary,
                sql,
                work.decision().submission().requester().name(),
                work.approvedBy(),
                APPLIED_BY,
                at));
  }
}
