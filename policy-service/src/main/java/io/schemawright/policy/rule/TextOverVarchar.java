package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/** In PostgreSQL varchar(n) is text with a limit that is hard to raise in every consumer. */
@AutoService(PolicyRule.class)
public final class TextOverVarchar implements PolicyRule {
  @Override
  public String id() {
    return "text-over-varchar";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .newColumns()
        .filter(placed -> placed.isOf("varchar"))
        .map(
            placed ->
                warning(
                        placed.at("type"),
                        "'%s' is %s: no faster than text, and values beyond the limit fail"
                            .formatted(placed.name(), placed.type()),
                        "use text, with a check on its length where one is meant")
                    .offering(Offer.retyped(proposal, placed, "text")));
  }
}
