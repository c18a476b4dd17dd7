package io.schemawright.policy;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.ExecutionStale;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Trash;
import io.schemawright.plan.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What was dropped and lay in the trash, and is there no longer without our doing. */
final class EmptiedTrash {
  private EmptiedTrash() {}

  /**
   * The end of a plan that was to purge it or to bring it back; empty where it was not about it.
   */
  static Optional<Verdict> verdict(Plan plan, List<ExecutionStale.Found> found) {
    Set<ObjectRef> lay =
        plan.before().stream()
            .filter(state -> Trash.holds(state.ref()) && state.object() != null)
            .map(ObjectState::ref)
            .collect(Collectors.toSet());
    List<ObjectRef> gone =
        found.stream()
            .map(ExecutionStale.Found::state)
            .filter(state -> state.object() == null && lay.contains(state.ref()))
            .map(ObjectState::ref)
            .toList();
    return gone.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Verdict.Rejected(
                null,
                "%s is no longer in the trash: somebody has removed it there, or brought it back. There"
                        .formatted(gone)
                    + " is nothing to purge, and nothing to be done; a table that is gone can only"
                    + " be created anew or restored from a backup"));
  }
}
