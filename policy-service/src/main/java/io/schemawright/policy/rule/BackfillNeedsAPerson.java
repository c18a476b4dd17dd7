package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.change.Work;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/** A backfill writes rows, and nothing brings the values back that it writes over. */
@AutoService(PolicyRule.class)
public final class BackfillNeedsAPerson implements PolicyRule {
  @Override
  public String id() {
    return "backfill-needs-a-person";
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
    return proposal
        .placesOf(Work.Backfill.class)
        .map(
            where ->
                warning(
                    where,
                    "rows are written: the values that are there now cannot be brought back",
                    "limit the backfill to rows without a value, or wait for a review"));
  }
}
