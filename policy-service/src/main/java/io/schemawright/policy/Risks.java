package io.schemawright.policy;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import io.schemawright.plan.Effect;
import io.schemawright.plan.EffectKind;
import io.schemawright.plan.LockMode;
import io.schemawright.plan.Rehearsal;
import io.schemawright.plan.Risk;
import io.schemawright.plan.RiskLevel;
import io.schemawright.policy.rule.Proposal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How dangerous a change is where it is to run, from what was observed. Pure.
 *
 * <p>A lock matters for as long as it is held: through whatever its own step reads or writes as a
 * whole, else for a moment that {@code lock_timeout} bounds. The observer tells the locks of a
 * transaction anew at each of its steps, so that work under an earlier lock counts as well. The
 * matrix stands in {@code docs/rules.md}.
 */
final class Risks {
  /** Up to this a table is so small that what happens to it is over at once. */
  static final long SMALL_BYTES = 8L * 1024 * 1024;

  /** Beyond this, reading a table takes many seconds, and it is likely to be a busy one. */
  static final long LARGE_BYTES = 1024L * 1024 * 1024;

  /** How long work on a table takes. One whose size is not known may be of any. */
  private enum Size {
    EMPTY,
    SMALL,
    MEDIUM,
    LARGE
  }

  private Risks() {}

  static Risk of(Proposal proposal) {
    RiskLevel level = RiskLevel.LOW;
    Set<String> reasons = new LinkedHashSet<>();
    List<Effect> effects = proposal.effects().toList();
    for (Effect effect : effects) {
      RiskLevel here = of(proposal, effect, effects);
      if (here != RiskLevel.LOW) {
        reasons.add(reason(effect, isLong(proposal, effect, effects)));
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

  private static RiskLevel of(Proposal proposal, Effect effect, List<Effect> all) {
    Size size = size(proposal, effect.object());
    return switch (effect.kind()) {
      case LOCK -> lock(effect, size, work(proposal, effect, all));
      case SCAN -> size.compareTo(Size.SMALL) <= 0 ? RiskLevel.LOW : RiskLevel.MODERATE;
      case REWRITE ->
          switch (size) {
            case EMPTY -> RiskLevel.LOW;
            case SMALL -> RiskLevel.MODERATE;
            case MEDIUM -> RiskLevel.HIGH;
            case LARGE -> RiskLevel.CRITICAL;
          };
      case DROP -> RiskLevel.HIGH;
      case DATA_LOSS -> RiskLevel.CRITICAL;
    };
  }

  /**
   * @param size that of the locked table
   * @param work that of the largest table which is read or written as a whole meanwhile
   */
  private static RiskLevel lock(Effect effect, Size size, Size work) {
    LockMode lock = effect.lock();
    if (lock == null || !lock.blocksWrites() || size == Size.EMPTY) {
      return RiskLevel.LOW;
    }
    return switch (work) {
      case EMPTY, SMALL -> size == Size.LARGE ? RiskLevel.MODERATE : RiskLevel.LOW;
      case MEDIUM -> lock.blocksReads() ? RiskLevel.HIGH : RiskLevel.MODERATE;
      case LARGE -> lock.blocksReads() ? RiskLevel.CRITICAL : RiskLevel.HIGH;
    };
  }

  private static Size work(Proposal proposal, Effect lock, List<Effect> all) {
    return all.stream()
        .filter(other -> other.step() == lock.step())
        .filter(other -> other.kind() == EffectKind.SCAN || other.kind() == EffectKind.REWRITE)
        .map(other -> size(proposal, other.object()))
        .max(Size::compareTo)
        .orElse(Size.EMPTY);
  }

  private static boolean isLong(Proposal proposal, Effect lock, List<Effect> all) {
    return work(proposal, lock, all).compareTo(Size.SMALL) > 0;
  }

  private static String reason(Effect effect, boolean held) {
    String object = effect.object().schema() + "." + effect.object().name();
    LockMode lock = effect.lock();
    return switch (effect.kind()) {
      case LOCK ->
          (held
                  ? "%s on %s while a whole table is read or written"
                  : "%s on %s for a moment; its size is large or not known")
              .formatted(lock == null ? "a lock" : lock.postgresName(), object);
      case SCAN -> object + " is read as a whole";
      case REWRITE -> object + " is written anew";
      case DROP -> object + " is dropped";
      case DATA_LOSS -> "data in " + object + " is lost";
    };
  }

  private static Size size(Proposal proposal, ObjectRef table) {
    boolean partitioned =
        proposal
            .surroundings()
            .find(table)
            .filter(
                object ->
                    object.definition() instanceof TableSchema schema
                        && schema.partitionKey() != null)
            .isPresent();
    return partitioned
        ? Size.LARGE
        : proposal
            .surroundings()
            .size(table)
            .map(
                size ->
                    size.empty()
                        ? Size.EMPTY
                        : size.totalBytes() <= SMALL_BYTES
                            ? Size.SMALL
                            : size.totalBytes() <= LARGE_BYTES ? Size.MEDIUM : Size.LARGE)
            .orElse(Size.LARGE);
  }

  private static RiskLevel worse(RiskLevel one, RiskLevel other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
