package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/** A timestamp without time zone names a different moment to every reader. */
@AutoService(PolicyRule.class)
public final class TimestampWithTimeZone implements PolicyRule {
  @Override
  public String id() {
    return "timestamp-with-time-zone";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .newColumns()
        .filter(placed -> placed.isOf("timestamp"))
        .map(
            placed ->
                warning(
                        placed.at("type"),
                        "'%s' is a timestamp without time zone: what moment it names depends on who"
                                .formatted(placed.name())
                            + " reads it",
                        "use timestamptz")
                    .offering(Offer.retyped(proposal, placed, "timestamptz")));
  }
}
