package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import io.schemawright.plan.Rehearsal;
import java.util.stream.Stream;

/** What could not be tried out is never approved automatically. */
@AutoService(PolicyRule.class)
public final class Rehearsable implements PolicyRule {
  @Override
  public String id() {
    return "not-rehearsable";
  }

  @Override
  public boolean needsAPerson() {
    return true;
  }

  @Override
  public boolean mayBeWaived() {
    return false;
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal.rehearsal().stream()
        .filter(rehearsal -> rehearsal.outcome() == Rehearsal.Outcome.NOT_REHEARSABLE)
        .map(
            rehearsal ->
                warning(
                    "$.changes",
                    "the change could not be tried out: " + rehearsal.detail(),
                    "nothing is wrong with the request; an approval tries again"));
  }
}
