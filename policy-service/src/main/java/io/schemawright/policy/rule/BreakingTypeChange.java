package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.difference.AlterColumnType;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/**
 * What reads a column expects its type: the coordination guide counts a change of it as breaking.
 */
@AutoService(PolicyRule.class)
public final class BreakingTypeChange implements PolicyRule {
  @Override
  public String id() {
    return "breaking-type-change";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal.each(
        AlterColumnType.class,
        (placed, change) ->
            Stream.of(
                warning(
                        placed.where(),
                        "'%s' becomes %s instead of %s: what reads or writes it may fail at once"
                            .formatted(
                                change.before().name(),
                                change.after().type(),
                                change.before().type()),
                        "in several steps: add a column of the new type, fill it, move readers and"
                            + " writers, drop the old one")
                    .offering(
                        Offer.beside(
                            proposal,
                            placed,
                            change.before(),
                            change.before().name() + "_new",
                            change.after().type()))));
  }
}
