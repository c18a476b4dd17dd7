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
                          "%s until the change is committed, as it takes %s"
                              .formatted(whoWaits(effect.object(), lock), lock.postgresName()),
                          "run it at a quiet time; the lock is tried for briefly and given up"
                              + " before it holds up the application"));
            })
        .distinct();
  }

  /** A view has readers only, and is locked for as long as it takes to put it away. */
  private static String whoWaits(ObjectRef object, LockMode lock) {
    String name = object.schema() + "." + object.name();
    return switch (object.kind()) {
      case VIEW -> "queries of the view %s wait for a moment,".formatted(name);
      case MATERIALIZED_VIEW -> "queries of the materialized view %s wait".formatted(name);
      case SEQUENCE -> "whoever takes a number from the sequence %s waits".formatted(name);
      default ->
          lock.blocksReads()
              ? "readers and writers of %s wait".formatted(name)
              : "writers of %s wait".formatted(name);
    };
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
