package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import io.schemawright.plan.Rehearsal;
import java.util.stream.Stream;

/**
 * A way back that was seen not to lead back is worth a person's look. A purge has none, and a rule
 * of its own.
 */
@AutoService(PolicyRule.class)
public final class DownRestores implements PolicyRule {
  @Override
  public String id() {
    return "down-does-not-restore";
  }

  @Override
  public boolean needsAPerson() {
    return true;
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal.rehearsal().stream()
        .filter(rehearsal -> rehearsal.outcome() == Rehearsal.Outcome.PASSED)
        .filter(rehearsal -> !rehearsal.restores())
        .filter(rehearsal -> proposal.purges().findAny().isEmpty())
        .map(
            rehearsal ->
                warning(
                    "$.changes",
                    "the way back does not lead to the state before: " + rehearsal.detail(),
                    "make sure that going back is not needed, or wait for a review"));
  }
}
