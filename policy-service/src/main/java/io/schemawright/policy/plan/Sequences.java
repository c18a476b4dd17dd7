package io.schemawright.policy.plan;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.Difference;
import io.schemawright.plan.StepMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The steps of a difference: what must hold first, then each alteration so that it blocks least.
 */
final class Sequences {
  private static final List<OnlineSequence> ALL =
      List.of(
          new OnlineIndex(),
          new OnlinePartitionedIndex(),
          new DropIndexConcurrently(),
          new OnlineForeignKey(),
          new OnlineCheck(),
          new OnlineNotNull(),
          new OnlineKey(),
          new VolatileDefault(),
          new TrashMove(),
          new OnlinePartition(),
          new SingleStatements());

  private Sequences() {}

  static List<DraftStep> of(Difference difference, Site site) {
    Set<DraftStep> checks = new LinkedHashSet<>();
    List<DraftStep> steps = new ArrayList<>();
    for (Alteration alteration : difference.alterations()) {
      checks.addAll(RowChecks.of(alteration, site));
      steps(alteration, site).stream()
          .map(step -> whileEmpty(step, alteration.object(), site))
          .forEach(steps::add);
    }
    steps.addAll(0, checks);
    return steps;
  }

  /**
   * What is planned and judged for a table without rows may stop everybody on one that has some.
   */
  private static DraftStep whileEmpty(DraftStep step, ObjectRef altered, Site site) {
    return step.mode() == StepMode.TRANSACTIONAL && site.isIdle(altered)
        ? step.whileEmpty(altered)
        : step;
  }

  private static List<DraftStep> steps(Alteration alteration, Site site) {
    for (OnlineSequence sequence : ALL) {
      List<DraftStep> steps = sequence.steps(alteration, site);
      if (!steps.isEmpty()) {
        return steps;
      }
    }
    DraftStep plain =
        DraftStep.transactional(
            alteration.summary(), alteration.statements(), Inverse.of(alteration, site.before()));
    return List.of(alteration.losesData() ? plain.losing(alteration.object()) : plain);
  }
}
