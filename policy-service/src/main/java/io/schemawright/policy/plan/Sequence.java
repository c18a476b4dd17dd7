package io.schemawright.policy.plan;

import io.schemawright.policy.plan.Draft.DraftStep;
import java.util.List;

/**
 * The steps of one alteration.
 *
 * @param checks what must hold for the rows, asked before anything is changed
 * @param steps what is run
 */
record Sequence(List<DraftStep> checks, List<DraftStep> steps) {
  Sequence {
    checks = List.copyOf(checks);
    steps = List.copyOf(steps);
  }

  static Sequence of(DraftStep... steps) {
    return new Sequence(List.of(), List.of(steps));
  }
}
