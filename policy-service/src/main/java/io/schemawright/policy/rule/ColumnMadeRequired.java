package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.change.RequestedColumn;
import io.schemawright.difference.AddColumn;
import io.schemawright.difference.SetNotNull;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/** From then on every INSERT that leaves the column out fails. */
@AutoService(PolicyRule.class)
public final class ColumnMadeRequired implements PolicyRule {
  @Override
  public String id() {
    return "column-made-required";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return Stream.concat(altered(proposal), added(proposal));
  }

  /** A new one that must be filled, on a table that is there: nobody fills it yet. */
  private Stream<Finding> added(Proposal proposal) {
    return proposal.each(
        AddColumn.class,
        (placed, add) ->
            proposal.made().contains(add.object())
                    || add.column().nullable()
                    || add.column().defaultValue() != null
                    || add.column().sequence() != null
                    || add.column().generated() != null
                ? Stream.empty()
                : Stream.of(
                    warning(
                            placed.where(),
                            "every INSERT that leaves '%s' out fails from then on, and rows that are"
                                    .formatted(add.column().name())
                                + " there have no value for it",
                            "add it so that it may be null, release what fills it, fill the rows,"
                                + " and forbid nulls then; or give it a default")
                        .offering(
                            Offer.altered(
                                proposal, placed.change(), RequestedColumn::thatMayBeNull))));
  }

  private Stream<Finding> altered(Proposal proposal) {
    return proposal.about(
        SetNotNull.class,
        (where, change) ->
            proposal.made().contains(change.object()) || change.column().defaultValue() != null
                ? Stream.empty()
                : Stream.of(
                    warning(
                        where,
                        "every INSERT that leaves '%s' out fails from then on"
                            .formatted(change.column().name()),
                        "release what fills it first, or give the column a default")));
  }
}
