package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.difference.AddIndex;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/** Columns after the third seldom narrow a search, and every write has to keep them. */
@AutoService(PolicyRule.class)
public final class WideIndex implements PolicyRule {
  @Override
  public String id() {
    return "wide-index";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal.about(
        AddIndex.class,
        (where, add) ->
            add.index().keys().size() <= 3
                ? Stream.empty()
                : Stream.of(
                    advice(
                        where,
                        "the index '%s' has %d columns, which each write has to keep in order"
                            .formatted(add.index().name(), add.index().keys().size()),
                        "index the columns that narrow a search most, three at most; others that a"
                            + " query only reads belong into \"include\"")));
  }
}
