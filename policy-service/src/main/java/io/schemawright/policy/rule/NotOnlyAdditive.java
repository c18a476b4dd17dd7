package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.difference.AddColumn;
import io.schemawright.difference.AddDomain;
import io.schemawright.difference.AddEnum;
import io.schemawright.difference.AddEnumValue;
import io.schemawright.difference.AddIndex;
import io.schemawright.difference.AddSequence;
import io.schemawright.difference.AddTable;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.SetComment;
import io.schemawright.plan.Finding;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What only adds something that nothing uses yet can be approved automatically. Whatever takes
 * something away, or lets rows be refused that were taken before, is a person's decision.
 */
@AutoService(PolicyRule.class)
public final class NotOnlyAdditive implements PolicyRule {
  @Override
  public String id() {
    return "not-only-additive";
  }

  @Override
  public boolean needsAPerson() {
    return true;
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    Set<ObjectRef> made =
        proposal.alterations().stream()
            .map(Proposal.Placed::alteration)
            .filter(AddTable.class::isInstance)
            .map(Alteration::object)
            .collect(Collectors.toSet());
    return proposal.about(
        Alteration.class,
        (where, alteration) ->
            isAdditive(alteration) || made.contains(alteration.object())
                ? Stream.empty()
                : Stream.of(
                    advice(
                        where,
                        "it does more than add: " + alteration.summary(),
                        "nothing is wrong with it; a person has to say yes")));
  }

  private static boolean isAdditive(Alteration alteration) {
    if (alteration instanceof AddColumn add) {
      return add.column().nullable() || add.column().defaultValue() != null;
    }
    if (alteration instanceof AddIndex add) {
      return !add.index().unique();
    }
    return alteration instanceof AddTable
        || alteration instanceof AddEnum
        || alteration instanceof AddEnumValue
        || alteration instanceof AddDomain
        || alteration instanceof AddSequence
        || alteration instanceof SetComment;
  }
}
