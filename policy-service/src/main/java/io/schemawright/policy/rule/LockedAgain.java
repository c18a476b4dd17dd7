package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.plan.Effect;
import io.schemawright.plan.Finding;
import java.util.List;
import java.util.stream.Stream;

/**
 * Each transaction that locks a table anew makes a queue of its own before it; several alterations
 * of a table that is large or busy add up.
 *
 * <p>The locks of a transaction are seen at each of its steps, so a step without the lock between
 * two that have it stands between two transactions.
 */
@AutoService(PolicyRule.class)
public final class LockedAgain implements PolicyRule {
  private static final int TWO = 2;

  @Override
  public String id() {
    return "locked-again";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .effects()
        .filter(LockedAgain::stopsEverybody)
        .map(Effect::object)
        .distinct()
        .filter(table -> isLargeOrBusy(proposal, table))
        .filter(table -> alterations(proposal, table) >= TWO)
        .filter(table -> times(proposal, table) >= TWO)
        .map(
            table ->
                advice(
                    "$.changes",
                    "%s.%s is locked against everybody in %d transactions one after the other, and"
                            .formatted(table.schema(), table.name(), times(proposal, table))
                        + " it is large or busy: its readers and writers queue each time",
                    "send the alterations that need checks or validations as requests of their own,"
                        + " hours apart; those that need none share one transaction"));
  }

  private static boolean stopsEverybody(Effect effect) {
    return effect.lock() != null && effect.lock().blocksReads();
  }

  private static boolean isLargeOrBusy(Proposal proposal, ObjectRef table) {
    return TableSize.of(proposal.surroundings(), table) == TableSize.LARGE
        || proposal.surroundings().busy(table).isPresent();
  }

  private static long alterations(Proposal proposal, ObjectRef table) {
    return proposal.alterations().stream()
        .filter(placed -> placed.alteration().object().equals(table))
        .count();
  }

  private static int times(Proposal proposal, ObjectRef table) {
    List<Integer> steps =
        proposal
            .effects()
            .filter(LockedAgain::stopsEverybody)
            .filter(effect -> effect.object().equals(table))
            .map(Effect::step)
            .distinct()
            .sorted()
            .toList();
    int times = steps.isEmpty() ? 0 : 1;
    for (int i = 1; i < steps.size(); i++) {
      if (steps.get(i) - steps.get(i - 1) > 1) {
        times++;
      }
    }
    return times;
  }
}
