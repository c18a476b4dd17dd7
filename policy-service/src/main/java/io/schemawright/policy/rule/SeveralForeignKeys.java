package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.difference.AddForeignKey;
import io.schemawright.plan.Finding;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Each foreign key stops the writers of two tables; several do it to all of theirs at once. */
@AutoService(PolicyRule.class)
public final class SeveralForeignKeys implements PolicyRule {
  private static final int TWO = 2;

  @Override
  public String id() {
    return "several-foreign-keys";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    Set<ObjectRef> busy = new TreeSet<>();
    proposal.alterations().stream()
        .map(Proposal.Placed::alteration)
        .filter(AddForeignKey.class::isInstance)
        .map(AddForeignKey.class::cast)
        .map(add -> add.key().references())
        .filter(table -> !proposal.made().contains(table))
        .filter(table -> !proposal.surroundings().empty(table))
        .forEach(busy::add);
    return busy.size() < TWO
        ? Stream.empty()
        : Stream.of(
            advice(
                "$.changes",
                "one request adds foreign keys to %d tables in use: the writers of all of them wait"
                    .formatted(busy.size()),
                "ask for one foreign key in each request"));
  }
}
