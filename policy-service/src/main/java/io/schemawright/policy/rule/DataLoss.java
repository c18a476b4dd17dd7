package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.difference.Alteration;
import io.schemawright.plan.Finding;
import java.util.stream.Stream;

/**
 * A dropped column, a dropped table and a type that cannot hold every value lose what is stored. A
 * dropped table is kept out of sight for a while; what reads it fails at once all the same.
 */
@AutoService(PolicyRule.class)
public final class DataLoss implements PolicyRule {
  @Override
  public String id() {
    return "data-loss";
  }

  @Override
  public boolean needsAPerson() {
    return true;
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal.about(
        Alteration.class,
        (where, alteration) ->
            alteration.losesData()
                ? Stream.of(
                    warning(
                        where,
                        "stored data is lost or taken out of reach: " + alteration.summary(),
                        "make sure that nothing reads it any more, and wait for a review"))
                : Stream.empty());
  }
}
