package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.Index;
import io.schemawright.difference.AddIndex;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/** An index on columns with which another one begins finds nothing that the other does not. */
@AutoService(PolicyRule.class)
public final class RedundantIndex implements PolicyRule {
  @Override
  public String id() {
    return "redundant-index";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal.about(
        AddIndex.class,
        (where, add) ->
            isPlain(add.index())
                    && Indexed.startingWith(add.table(), Indexed.leadingColumns(add.index()))
                ? Stream.of(
                    advice(
                        where,
                        "another index of %s begins with %s already"
                            .formatted(
                                add.table().name(),
                                String.join(", ", Indexed.leadingColumns(add.index()))),
                        "use the one that is there; each index more slows every write"))
                : Stream.empty());
  }

  /** Whether it does nothing but find rows by its columns in their order. */
  private static boolean isPlain(Index index) {
    return index.method().equals("btree")
        && !index.unique()
        && index.predicate() == null
        && index.include().isEmpty()
        && index.keys().stream()
            .allMatch(
                key ->
                    key.expression() == null
                        && key.order() == null
                        && key.nulls() == null
                        && key.collation() == null
                        && key.operatorClass() == null);
  }
}
