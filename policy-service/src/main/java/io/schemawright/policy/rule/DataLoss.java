package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.change.Change;
import io.schemawright.change.SetColumnNullable;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.DropColumn;
import io.schemawright.plan.Finding;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dropped column, a dropped table and a type that cannot hold every value lose what is stored. A
 * dropped table is kept out of sight for a while; what reads it fails at once all the same.
 */
@AutoService(PolicyRule.class)
public final class DataLoss implements PolicyRule {
  @Override
  public String id() {
    return "data-loss";
  }

  @Override
  public boolean needsAPerson() {
    return true;
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal.each(
        Alteration.class,
        (placed, alteration) ->
            alteration.losesData()
                ? Stream.of(
                    warning(
                            placed.where(),
                            "stored data is lost or taken out of reach: " + alteration.summary(),
                            "make sure that nothing reads it any more, and wait for a review")
                        .offering(first(proposal, placed)))
                : Stream.empty());
  }

  /**
   * A column that writers must fill is made one that they may leave out: then they can be moved.
   */
  private static List<Change> first(Proposal proposal, Proposal.Placed placed) {
    return placed.alteration() instanceof DropColumn drop
            && !drop.column().nullable()
            && drop.column().defaultValue() == null
            && drop.column().sequence() == null
        ? Offer.of(
            proposal,
            placed.change(),
            new SetColumnNullable(
                drop.object().schema(), drop.object().name(), drop.column().name(), true))
        : List.of();
  }
}
