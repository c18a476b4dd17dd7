package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/** JavaScript's numbers are exact up to 2^53 only: a bigint beyond that changes on its way. */
@AutoService(PolicyRule.class)
public final class BigintPrecision implements PolicyRule {
  @Override
  public String id() {
    return "bigint-precision";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .newColumns()
        .filter(placed -> placed.isOf("bigint") || placed.isOf("bigserial"))
        .map(
            placed ->
                warning(
                    placed.at("type"),
                    "'%s' is %s: values beyond 2^53 are rounded in JavaScript"
                        .formatted(placed.name(), placed.type()),
                    "use text for ids from outside and uuid for ids of your own; keep bigint where"
                        + " no JavaScript reads it"));
  }
}
