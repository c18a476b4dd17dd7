package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.EffectKind;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/** A table that was seen to be written anew: nobody reads or writes it until that is done. */
@AutoService(PolicyRule.class)
public final class RewritesTable implements PolicyRule {
  @Override
  public String id() {
    return "rewrites-table";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .effects()
        .filter(effect -> effect.kind() == EffectKind.REWRITE)
        .map(effect -> effect.object())
        .distinct()
        .filter(table -> !proposal.surroundings().empty(table))
        .map(
            table ->
                warning(
                    "$.changes",
                    "%s.%s is written anew, with its indexes, under a lock that stops its readers"
                            .formatted(table.schema(), table.name())
                        + " and writers; it needs as much disk again",
                    "add a column beside the old one, fill it in batches, move readers and writers,"
                        + " drop the old one"));
  }
}
