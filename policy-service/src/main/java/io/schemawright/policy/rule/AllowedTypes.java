package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.ColumnType;
import io.schemawright.difference.AddColumn;
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
    if (allowed.isEmpty()) {
      return Stream.empty();
    }
    return Stream.concat(
        proposal
            .creations()
            .flatMap(Creation::columns)
            .flatMap(placed -> refusal(placed.at("type"), placed.column().type(), allowed)),
        proposal.about(
            AddColumn.class, (where, added) -> refusal(where, added.column().type(), allowed)));
  }

  private Stream<Finding> refusal(String where, String type, Set<String> allowed) {
    return ColumnType.find(type).filter(known -> allowed.contains(known.family())).isPresent()
        ? Stream.empty()
        : Stream.of(
            error(
                where,
                "columns may not have the type %s here".formatted(type),
                "use one of " + String.join(", ", allowed)));
  }
}
