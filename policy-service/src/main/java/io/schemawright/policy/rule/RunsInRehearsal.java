package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import io.schemawright.plan.Rehearsal;
import java.util.stream.Stream;

/** What PostgreSQL refuses on the scratch database it refuses on the target. */
@AutoService(PolicyRule.class)
public final class RunsInRehearsal implements PolicyRule {
  @Override
  public String id() {
    return "does-not-run";
  }

  @Override
  public boolean mayBeWaived() {
    return false;
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal.rehearsal().stream()
        .filter(rehearsal -> rehearsal.outcome() == Rehearsal.Outcome.FAILED)
        .map(
            rehearsal ->
                error(
                    "$.changes",
                    "PostgreSQL refuses the change: " + rehearsal.detail(),
                    "mend what it complains about and send a new request"));
  }
}
