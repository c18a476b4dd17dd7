package io.schemawright.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Json;
import io.schemawright.messaging.KafkaClients;
import io.schemawright.plan.Finding;
import io.schemawright.plan.Severity;
import io.schemawright.plan.Verdict;
import java.util.List;
import java.util.stream.Stream;

/** Sees to it that a decision fits into a record: one that does not would stop the stream. */
final class DecisionSize {
  /** Room for the headers, and for what the record adds when it is kept in a state store. */
  private static final int LARGEST = KafkaClients.LARGEST_RECORD - 256 * 1024;

  private static final int FINDINGS_KEPT = 100;

  private DecisionSize() {}

  /** The decision, or a refusal without a plan where it is too large. */
  static DecisionMade fitted(DecisionMade decision) {
    int size = size(decision);
    if (size <= LARGEST) {
      return decision;
    }
    Finding finding =
        new Finding(
            "too-large",
            Severity.ERROR,
            "$.changes",
            "the plan of this request has %d bytes, no event can carry more than %d"
                .formatted(size, LARGEST),
            "split it into several requests");
    List<Finding> findings =
        Stream.concat(Stream.of(finding), decision.findings().stream())
            .limit(FINDINGS_KEPT)
            .toList();
    return new DecisionMade(
        decision.request(),
        decision.submission(),
        decision.revision(),
        decision.number(),
        new Verdict.Rejected(null, finding.message()),
        null,
        null,
        findings,
        decision.risk(),
        List.of(),
        decision.policySet());
  }

  private static int size(DecisionMade decision) {
    try {
      return Json.mapper().writeValueAsBytes(decision).length;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a decision has no JSON form", e);
    }
  }
}
