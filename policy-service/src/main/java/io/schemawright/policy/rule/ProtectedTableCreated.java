package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import java.util.Locale;
import java.util.stream.Stream;

/** The protected tables are the system's own: no request creates or replaces one. */
@AutoService(PolicyRule.class)
public final class ProtectedTableCreated implements PolicyRule {
  @Override
  public String id() {
    return "protected-table-created";
  }

  @Override
  public boolean mayBeWaived() {
    return false;
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .creations()
        .filter(
            creation ->
                proposal
                    .policySet()
                    .protectedTables()
                    .contains(creation.change().table().toLowerCase(Locale.ROOT)))
        .map(
            creation ->
                error(
                    creation.at(".table"),
                    "'%s' is a protected table, no request may create it"
                        .formatted(creation.change().table()),
                    "choose another name"));
  }
}
