package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/** Without an index every delete of a referenced row reads the whole referencing table. */
@AutoService(PolicyRule.class)
public final class ForeignKeyIndexed implements PolicyRule {
  @Override
  public String id() {
    return "foreign-key-indexed";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .creations()
        .flatMap(
            creation ->
                creation
                    .foreignKeys()
                    .filter(key -> !creation.indexed(key.columns()))
                    .map(
                        key ->
                            warning(
                                key.where(),
                                "no index begins with %s: each delete in %s reads all of %s"
                                    .formatted(
                                        String.join(", ", key.columns()),
                                        key.references().name(),
                                        creation.change().table()),
                                "add an index on " + String.join(", ", key.columns()))));
  }
}
