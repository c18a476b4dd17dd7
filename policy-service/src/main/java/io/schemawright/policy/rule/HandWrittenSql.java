package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.change.Work;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/** Statements that somebody wrote can do anything: a person has to read them. */
@AutoService(PolicyRule.class)
public final class HandWrittenSql implements PolicyRule {
  @Override
  public String id() {
    return "hand-written-sql";
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
        .placesOf(Work.Statements.class)
        .map(
            where ->
                warning(
                    where,
                    "the statements are written by hand: no rule can say what they do to rows",
                    "use another kind of change where there is one, or wait for a review"));
  }
}
