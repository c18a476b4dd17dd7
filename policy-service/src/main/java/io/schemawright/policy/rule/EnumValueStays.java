package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.difference.AddEnumValue;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/** PostgreSQL has no statement that takes a value out of an enum. */
@AutoService(PolicyRule.class)
public final class EnumValueStays implements PolicyRule {
  @Override
  public String id() {
    return "enum-value-stays";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal.about(
        AddEnumValue.class,
        (where, add) ->
            Stream.of(
                advice(
                    where,
                    "the value '%s' stays in %s for ever: PostgreSQL cannot take it away again"
                        .formatted(add.value(), add.object()),
                    "check how it is spelled")));
  }
}
