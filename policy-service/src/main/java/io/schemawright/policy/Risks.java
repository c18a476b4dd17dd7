package io.schemawright.policy;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableTraffic;
import io.schemawright.plan.Effect;
import io.schemawright.plan.EffectKind;
import io.schemawright.plan.LockMode;
import io.schemawright.plan.Rehearsal;
import io.schemawright.plan.Risk;
import io.schemawright.plan.RiskLevel;
import io.schemawright.plan.Trash;
import io.schemawright.policy.rule.Proposal;
import io.schemawright.policy.rule.TableSize;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How dangerous a change is where it is to run, from what was observed. Pure.
 *
 * <p>A lock matters for as long as it is held: through whatever its own step reads or writes as a
 * whole, else for a moment that {@code lock_timeout} bounds. The observer tells the locks of a
 * transaction anew at each of its steps, so that work under an earlier lock counts as well. On a
 * busy table a lock that stops its writers counts one level more. The matrix stands in {@code
 * docs/rules.md}.
 */
final class Risks {
  private Risks() {}

  static Risk of(Proposal proposal) {
    RiskLevel level = RiskLevel.LOW;
    Set<String> reasons = new LinkedHashSet<>();
    List<Effect> effects = proposal.effects().toList();
    for (Effect effect : effects) {
      RiskLevel here = of(proposal, effect, effects);
      if (here != RiskLevel.LOW) {
        reasons.add(reason(proposal, effect, isLong(proposal, effect, effects)));
      }
      level = worse(level, here);
    }
    Rehearsal rehearsal = proposal.rehearsal().orElse(null);
    if (rehearsal == null || rehearsal.outcome() == Rehearsal.Outcome.NOT_REHEARSABLE) {
      level = worse(level, RiskLevel.MODERATE);
      reasons.add("the change could not be tried out");
    } else if (rehearsal.outcome() == Rehearsal.Outcome.PASSED
        && !rehearsal.restores()
        && !proposal.onlyPurgesWhatIsDue()) {
      level = worse(level, RiskLevel.MODERATE);
      reasons.add("the way back does not lead to the state before");
    }
    return new Risk(level, List.copyOf(reasons));
  }

  private static RiskLevel of(Proposal proposal, Effect effect, List<Effect> all) {
    if (Trash.holds(effect.object()) && proposal.onlyPurgesWhatIsDue()) {
      return RiskLevel.LOW; // What is lost by it was judged when the table was dropped.
    }
    TableSize size = size(proposal, effect.object());
    return switch (effect.kind()) {
      case LOCK -> {
        RiskLevel level = lock(effect, size, work(proposal, effect, all));
        yield stopsABusyTable(proposal, effect) && size != TableSize.EMPTY ? next(level) : level;
      }
      case SCAN -> size.compareTo(TableSize.SMALL) <= 0 ? RiskLevel.LOW : RiskLevel.MODERATE;
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
  private static RiskLevel lock(Effect effect, TableSize size, TableSize work) {
    LockMode lock = effect.lock();
    if (lock == null || !lock.blocksWrites() || size == TableSize.EMPTY) {
      return RiskLevel.LOW;
    }
    return switch (work) {
      case EMPTY, SMALL -> size == TableSize.LARGE ? RiskLevel.MODERATE : RiskLevel.LOW;
      case MEDIUM -> lock.blocksReads() ? RiskLevel.HIGH : RiskLevel.MODERATE;
      case LARGE -> lock.blocksReads() ? RiskLevel.CRITICAL : RiskLevel.HIGH;
    };
  }

  private static TableSize work(Proposal proposal, Effect lock, List<Effect> all) {
    return all.stream()
        .filter(other -> other.step() == lock.step())
        .filter(other -> other.kind() == EffectKind.SCAN || other.kind() == EffectKind.REWRITE)
        .map(other -> size(proposal, other.object()))
        .max(TableSize::compareTo)
        .orElse(TableSize.EMPTY);
  }

  private static boolean isLong(Proposal proposal, Effect lock, List<Effect> all) {
    return work(proposal, lock, all).compareTo(TableSize.SMALL) > 0;
  }

  private static boolean stopsABusyTable(Proposal proposal, Effect effect) {
    LockMode lock = effect.lock();
    return lock != null
        && lock.blocksWrites()
        && proposal.surroundings().busy(effect.object()).isPresent();
  }

  private static RiskLevel next(RiskLevel level) {
    return switch (level) {
      case LOW -> RiskLevel.MODERATE;
      case MODERATE -> RiskLevel.HIGH;
      case HIGH, CRITICAL -> RiskLevel.CRITICAL;
    };
  }

  private static String reason(Proposal proposal, Effect effect, boolean held) {
    String object = effect.object().schema() + "." + effect.object().name();
    return switch (effect.kind()) {
      case LOCK -> {
        LockMode lock = effect.lock();
        String what = "%s on %s".formatted(lock == null ? "a lock" : lock.postgresName(), object);
        String size =
            size(proposal, effect.object()) == TableSize.LARGE
                ? "; its size is large or not known"
                : "";
        yield what
            + (held ? " while a whole table is read or written" : " for a moment" + size)
            + proposal.surroundings().busy(effect.object()).map(Risks::busy).orElse("");
      }
      case SCAN -> object + " is read as a whole";
      case REWRITE -> object + " is written anew";
      case DROP -> object + " is dropped";
      case DATA_LOSS -> "data in " + object + " is lost";
    };
  }

  private static String busy(TableTraffic traffic) {
    return "; it is busy: %d scans and %d rows written per minute"
        .formatted(traffic.scansPerMinute(), traffic.writesPerMinute());
  }

  private static TableSize size(Proposal proposal, ObjectRef table) {
    return TableSize.of(proposal.surroundings(), table);
  }

  private static RiskLevel worse(RiskLevel one, RiskLevel other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
