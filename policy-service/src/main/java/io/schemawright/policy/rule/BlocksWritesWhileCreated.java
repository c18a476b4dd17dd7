package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.plan.Finding;
import io.schemawright.plan.LockMode;
import java.util.stream.Stream;

/**
 * A lock that was seen to stop writers of an existing table, if only for a moment: behind it they
 * queue. A foreign key takes ShareRowExclusive on the table it refers to.
 */
@AutoService(PolicyRule.class)
public final class BlocksWritesWhileCreated implements PolicyRule {
  @Override
  public String id() {
    return "blocks-writes-while-created";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .effects()
        .flatMap(
            effect -> {
              LockMode lock = effect.lock();
              return lock == null
                      || !lock.blocksWrites()
                      || proposal.surroundings().empty(effect.object())
                  ? Stream.empty()
                  : Stream.of(
                      warning(
                          where(proposal, effect.object()),
                          "the change takes %s on %s.%s: writers there wait until it is committed"
                              .formatted(
                                  lock.postgresName(),
                                  effect.object().schema(),
                                  effect.object().name()),
                          "run it at a quiet time; the lock is tried for briefly and given up"
                              + " before it holds up the application"));
            })
        .distinct();
  }

  private static String where(Proposal proposal, ObjectRef object) {
    return proposal
        .creations()
        .flatMap(Creation::foreignKeys)
        .filter(key -> key.references().equals(object))
        .map(Creation.PlacedKey::where)
        .findFirst()
        .orElse("$.changes");
  }
}
