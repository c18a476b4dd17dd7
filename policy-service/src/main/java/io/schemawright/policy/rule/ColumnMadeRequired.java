package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.difference.SetNotNull;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/** From then on every INSERT that leaves the column out fails. */
@AutoService(PolicyRule.class)
public final class ColumnMadeRequired implements PolicyRule {
  @Override
  public String id() {
    return "column-made-required";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal.about(
        SetNotNull.class,
        (where, change) ->
            proposal.made().contains(change.object()) || change.column().defaultValue() != null
                ? Stream.empty()
                : Stream.of(
                    warning(
                        where,
                        "every INSERT that leaves '%s' out fails from then on"
                            .formatted(change.column().name()),
                        "release what fills it first, or give the column a default")));
  }
}
