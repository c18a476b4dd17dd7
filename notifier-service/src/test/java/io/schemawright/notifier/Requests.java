package io.schemawright.notifier;

import io.schemawright.event.DecisionMade;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.RequestAccepted;
import io.schemawright.event.Samples;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Verdict;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** The events of a request with an id of its own. */
record Requests(RequestId id) {

  static Requests fresh() {
    return new Requests(new RequestId("test-" + UUID.randomUUID()));
  }

  RequestAccepted accepted() {
    return new RequestAccepted(request(), Samples.submission(), 1);
  }

  DecisionMade decided(int number, Verdict verdict) {
    DecisionMade sample = Samples.decision(verdict);
    return new DecisionMade(
        request(),
        sample.submission(),
        1,
        number,
        verdict,
        sample.plan(),
        sample.rehearsal(),
        sample.findings(),
        sample.risk(),
        List.of(),
        sample.policySet());
  }

  DecisionMade approved() {
    return decided(1, new Verdict.Approved(true, List.of()));
  }

  ExecutionSucceeded succeeded() {
    Plan plan = Objects.requireNonNull(approved().plan());
    Instant now = Instant.now();
    return new ExecutionSucceeded(
        id, plan.target(), plan.fingerprint(), now, now.plusMillis(3), 3, List.of());
  }

  private SchemaRequest request() {
    SchemaRequest sample = Samples.request();
    return new SchemaRequest(
        id,
        sample.target(),
        sample.owner(),
        sample.requestedBy(),
        "holds U+0000: \0",
        sample.relatedIssue(),
        sample.changes(),
        sample.notes(),
        sample.schedule(),
        false,
        List.of());
  }
}
