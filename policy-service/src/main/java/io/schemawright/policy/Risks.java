package io.schemawright.policy;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.plan.Effect;
import io.schemawright.plan.LockMode;
import io.schemawright.plan.Rehearsal;
import io.schemawright.plan.Risk;
import io.schemawright.plan.RiskLevel;
import io.schemawright.policy.rule.Proposal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How dangerous a change is where it is to run, from what was observed. Pure. */
final class Risks {
  /** Below this a table is so small that what happens to it is over at once. */
  private static final long SMALL_BYTES = 8L * 1024 * 1024;

  private Risks() {}

  static Risk of(Proposal proposal) {
    RiskLevel level = RiskLevel.LOW;
    Set<String> reasons = new LinkedHashSet<>();
    for (Effect effect : proposal.effects().toList()) {
      RiskLevel here = of(effect, isSmall(proposal, effect.object()));
      if (here != RiskLevel.LOW) {
        reasons.add(reason(effect));
      }
      level = worse(level, here);
    }
    Rehearsal rehearsal = proposal.rehearsal().orElse(null);
    if (rehearsal == null || rehearsal.outcome() == Rehearsal.Outcome.NOT_REHEARSABLE) {
      level = worse(level, RiskLevel.MODERATE);
      reasons.add("the change could not be tried out");
    } else if (rehearsal.outcome() == Rehearsal.Outcome.PASSED && !rehearsal.restores()) {
      level = worse(level, RiskLevel.MODERATE);
      reasons.add("the way back does not lead to the state before");
    }
    return new Risk(level, List.copyOf(reasons));
  }

  private static RiskLevel of(Effect effect, boolean small) {
    LockMode lock = effect.lock();
    return switch (effect.kind()) {
      case LOCK -> {
        if (lock == null || !lock.blocksWrites()) {
          yield RiskLevel.LOW;
        }
        yield small ? RiskLevel.LOW : lock.blocksReads() ? RiskLevel.HIGH : RiskLevel.MODERATE;
      }
      case SCAN -> small ? RiskLevel.LOW : RiskLevel.MODERATE;
      case REWRITE -> small ? RiskLevel.MODERATE : RiskLevel.HIGH;
      case DROP -> RiskLevel.HIGH;
      case DATA_LOSS -> RiskLevel.CRITICAL;
    };
  }

  private static String reason(Effect effect) {
    String object = effect.object().schema() + "." + effect.object().name();
    LockMode lock = effect.lock();
    return switch (effect.kind()) {
      case LOCK ->
          "%s on %s, whose size is large or not known"
              .formatted(lock == null ? "a lock" : lock.postgresName(), object);
      case SCAN -> object + " is read as a whole";
      case REWRITE -> object + " is written anew";
      case DROP -> object + " is dropped";
      case DATA_LOSS -> "data in " + object + " is lost";
    };
  }

  private static boolean isSmall(Proposal proposal, ObjectRef table) {
    return proposal
        .surroundings()
        .size(table)
        .filter(size -> size.totalBytes() <= SMALL_BYTES)
        .isPresent();
  }

  private static RiskLevel worse(RiskLevel one, RiskLevel other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
