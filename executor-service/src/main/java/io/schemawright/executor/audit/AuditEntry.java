package io.schemawright.executor.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.event.EventId;
import io.schemawright.event.Json;
import io.schemawright.request.RequestId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Who asked for a change, who approved it, what ran, and when.
 *
 * @param outcome {@code succeeded}, {@code failed}, or {@code cancelled} where something had been
 *     run by then and was undone
 * @param appliedAt by the target's clock where it was applied; kept to the microsecond
 */
public record AuditEntry(
    long id,
    RequestId requestId,
    String target,
    Fingerprint plan,
    EventId decisionId,
    String outcome,
    String changeSummary,
    String migrationSql,
    String requestedBy,
    List<String> approvedBy,
    String appliedBy,
    Instant appliedAt) {
  public AuditEntry {
    approvedBy = List.copyOf(approvedBy);
    appliedAt = appliedAt.truncatedTo(ChronoUnit.MICROS); // What PostgreSQL keeps of it.
  }

  /** SHA-256 over the hash before it and this entry's JSON, its fields in the order above. */
  Fingerprint hashAfter(Fingerprint previous) {
    try {
      String content = previous.value() + '\n' + Json.mapper().writeValueAsString(this);
      return Fingerprint.ofBytes(content.getBytes(UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an audit entry has no JSON", e);
    }
  }
}
