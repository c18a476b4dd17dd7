package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.change.RequestedColumn;
import io.schemawright.plan.Finding;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where a policy set lists columns that every table has, a new table has them. */
@AutoService(PolicyRule.class)
public final class RequiredColumns implements PolicyRule {
  private static final String ANY_TYPE = "any";

  @Override
  public String id() {
    return "required-columns";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .creations()
        .flatMap(
            creation ->
                proposal.policySet().requiredColumns().entrySet().stream()
                    .filter(required -> !has(creation, required))
                    .map(required -> refusal(proposal, creation, required)));
  }

  private static boolean has(Creation creation, Map.Entry<String, String> required) {
    String type = required.getValue();
    return creation
        .columns()
        .filter(placed -> placed.name().equals(required.getKey()))
        .anyMatch(placed -> type.equals(ANY_TYPE) || placed.isOf(type));
  }

  private Finding refusal(
      Proposal proposal, Creation creation, Map.Entry<String, String> required) {
    String type = required.getValue().equals(ANY_TYPE) ? "" : " of the type " + required.getValue();
    return error(
            creation.at(".columns"),
            "every table has a column '%s'%s here".formatted(required.getKey(), type),
            "add it")
        .offering(
            required.getValue().equals(ANY_TYPE)
                ? List.of()
                : Offer.with(
                    proposal,
                    creation,
                    RequestedColumn.of(required.getKey(), required.getValue())));
  }
}
