package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.ReferentialAction;
import io.schemawright.difference.AddForeignKey;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/** One DELETE then takes rows of other tables with it, as many as there are. */
@AutoService(PolicyRule.class)
public final class CascadingDelete implements PolicyRule {
  @Override
  public String id() {
    return "cascading-delete";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal.about(
        AddForeignKey.class,
        (where, add) ->
            add.key().onDelete() != ReferentialAction.CASCADE
                ? Stream.empty()
                : Stream.of(
                    advice(
                        where,
                        "a DELETE in %s also deletes rows of %s, however many there are"
                            .formatted(add.key().referencedTable(), add.table().name()),
                        "use \"restrict\" and delete in batches, unless the rows are parts of the"
                            + " one they refer to")));
  }
}
