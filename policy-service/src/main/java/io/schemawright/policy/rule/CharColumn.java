package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/** A char(n) is filled up with blanks, which compare as if they were not there. */
@AutoService(PolicyRule.class)
public final class CharColumn implements PolicyRule {
  @Override
  public String id() {
    return "char-column";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .newColumns()
        .filter(column -> column.isOf("char"))
        .map(
            column ->
                warning(
                        column.at("type"),
                        "'%s' is %s: values are filled up with blanks"
                            .formatted(column.name(), column.type()),
                        "use text, with a check on its length where one is meant")
                    .offering(Offer.retyped(proposal, column, "text")));
  }
}
