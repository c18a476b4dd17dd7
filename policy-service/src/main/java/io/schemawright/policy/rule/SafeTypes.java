package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.ColumnType;
import io.schemawright.plan.Finding;
import java.util.Set;
import java.util.stream.Stream;

/** Types outside of the policy set's safe list are legal, but a person has to look. */
@AutoService(PolicyRule.class)
public final class SafeTypes implements PolicyRule {
  @Override
  public String id() {
    return "safe-types";
  }

  @Override
  public boolean needsAPerson() {
    return true;
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    Set<String> safe = proposal.policySet().safeTypes();
    return proposal
        .newColumns()
        .filter(
            column ->
                ColumnType.find(column.type())
                    .filter(type -> !type.array() && safe.contains(type.family()))
                    .isEmpty())
        .map(
            column ->
                warning(
                    column.at("type"),
                    "the type %s of '%s' is not one that is approved automatically"
                        .formatted(column.type(), column.name()),
                    "use one of " + String.join(", ", safe) + ", or wait for a review"));
  }
}
