package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import java.util.Locale;
import java.util.stream.Stream;

/** A key to a protected table lets others stop deletes there: a person has to look. */
@AutoService(PolicyRule.class)
public final class ProtectedTableReferenced implements PolicyRule {
  @Override
  public String id() {
    return "protected-table-referenced";
  }

  @Override
  public boolean needsAPerson() {
    return true;
  }

  @Override
  public boolean mayBeWaived() {
    return false;
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .creations()
        .flatMap(Creation::foreignKeys)
        .filter(
            key ->
                proposal
                    .policySet()
                    .protectedTables()
                    .contains(key.references().name().toLowerCase(Locale.ROOT)))
        .map(
            key ->
                warning(
                    key.where(),
                    "the foreign key refers to the protected table '%s': its rows can then no"
                            .formatted(key.references().name())
                        + " longer be deleted or renamed freely",
                    "store the id without a key, or wait for a review"));
  }
}
