package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/** A table has one primary key: several columns can form one, but not one each. */
@AutoService(PolicyRule.class)
public final class OnePrimaryKey implements PolicyRule {
  @Override
  public String id() {
    return "one-primary-key";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .creations()
        .filter(creation -> creation.primaryKeys().size() > 1)
        .map(
            creation ->
                error(
                    creation.path(),
                    "the table %s is given %d primary keys: %s"
                        .formatted(
                            creation.change().table(),
                            creation.primaryKeys().size(),
                            creation.primaryKeys()),
                    "mark one column, or name the columns together in primaryKey; what else is"
                        + " unique gets a unique constraint"));
  }
}
