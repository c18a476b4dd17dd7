package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.ColumnType;
import io.schemawright.plan.Finding;
import java.util.Set;
import java.util.stream.Stream;

/** Where a policy set lists the types that columns may have, new columns have no other. */
@AutoService(PolicyRule.class)
public final class AllowedTypes implements PolicyRule {
  @Override
  public String id() {
    return "allowed-types";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    Set<String> allowed = proposal.policySet().allowedTypes();
    return proposal
        .newColumns()
        .filter(column -> !allowed.isEmpty())
        .filter(
            column ->
                ColumnType.find(column.type())
                    .filter(known -> allowed.contains(known.family()))
                    .isEmpty())
        .map(
            column ->
                error(
                    column.at("type"),
                    "columns may not have the type %s here".formatted(column.type()),
                    "use one of " + String.join(", ", allowed)));
  }
}
