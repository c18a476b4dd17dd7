package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/** The type json has no equality: DISTINCT, GROUP BY and UNION over it fail. */
@AutoService(PolicyRule.class)
public final class JsonColumn implements PolicyRule {
  @Override
  public String id() {
    return "json-column";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .newColumns()
        .filter(column -> column.isOf("json"))
        .map(
            column ->
                warning(
                        column.at("type"),
                        "'%s' is json, which has no equality: DISTINCT, GROUP BY and UNION fail on it"
                            .formatted(column.name()),
                        "use jsonb")
                    .offering(Offer.retyped(proposal, column, "jsonb")));
  }
}
