package io.schemawright.executor;

import io.schemawright.change.Change;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Samples;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Verdict;
import io.schemawright.request.Identity;
import io.schemawright.request.RequestId;
import io.schemawright.request.Schedule;
import io.schemawright.request.SchemaRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decisions as policy would publish them. */
public final class Decisions {
  private Decisions() {}

  /** Policy alone approves the plan. */
  public static DecisionMade approved(String requestId, Plan plan, String... dependsOn) {
    return of(requestId, plan, 1, new Verdict.Approved(true, List.of()), dependsOn);
  }

  /** The request is withdrawn. */
  public static DecisionMade cancelled(String requestId, Plan plan) {
    return of(
        requestId, plan, 2, new Verdict.Cancelled(Identity.claimed("ada"), "no longer needed"));
  }

  /** Any decision. */
  public static DecisionMade of(
      String requestId, Plan plan, int number, Verdict verdict, String... dependsOn) {
    DecisionMade sample = Samples.decision(verdict);
    return new DecisionMade(
        request(sample.request(), requestId, plan.target()),
        sample.submission(),
        1,
        number,
        verdict,
        plan,
        sample.rehearsal(),
        sample.findings(),
        sample.risk(),
        List.of(dependsOn).stream().map(RequestId::new).toList(),
        sample.policySet());
  }

  /** The same decision about a request for these changes. */
  public static DecisionMade asking(DecisionMade decision, List<Change> changes) {
    SchemaRequest request = decision.request();
    return new DecisionMade(
        new SchemaRequest(
            request.requestId(),
            request.target(),
            request.owner(),
            request.requestedBy(),
            request.justification(),
            request.relatedIssue(),
            changes,
            request.notes(),
            request.schedule(),
            request.dryRun(),
            request.waivers()),
        decision.submission(),
        decision.revision(),
        decision.number(),
        decision.verdict(),
        decision.plan(),
        decision.rehearsal(),
        decision.findings(),
        decision.risk(),
        decision.dependsOn(),
        decision.policySet());
  }

  /** The same request, to be run at another time. */
  public static SchemaRequest wanting(SchemaRequest request, @Nullable Schedule schedule) {
    return new SchemaRequest(
        request.requestId(),
        request.target(),
        request.owner(),
        request.requestedBy(),
        request.justification(),
        request.relatedIssue(),
        request.changes(),
        request.notes(),
        schedule,
        request.dryRun(),
        request.waivers());
  }

  private static SchemaRequest request(SchemaRequest sample, String requestId, String target) {
    return new SchemaRequest(
        new RequestId(requestId),
        target,
        sample.owner(),
        sample.requestedBy(),
        sample.justification(),
        sample.relatedIssue(),
        sample.changes(),
        sample.notes(),
        null,
        false,
        List.of());
  }
}
