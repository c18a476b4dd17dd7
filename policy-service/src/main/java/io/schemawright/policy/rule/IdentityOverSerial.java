package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/**
 * The sequence of a serial column needs rights of its own, and every INSERT may overrule it; an
 * identity column is the SQL standard's (PostgreSQL manual, 5.3).
 */
@AutoService(PolicyRule.class)
public final class IdentityOverSerial implements PolicyRule {
  @Override
  public String id() {
    return "identity-over-serial";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .newColumns()
        .filter(
            column ->
                column.isOf("serial") || column.isOf("bigserial") || column.isOf("smallserial"))
        .map(
            column ->
                advice(
                    column.at("type"),
                    "'%s' is %s: its sequence needs rights of its own, and an INSERT may overrule it"
                        .formatted(column.name(), column.type()),
                    "use an identity column: \"identity\": \"always\""));
  }
}
