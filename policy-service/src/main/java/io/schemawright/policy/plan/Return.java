package io.schemawright.policy.plan;

import io.schemawright.catalog.Definition;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import io.schemawright.change.Change;
import io.schemawright.change.DoesNotFit;
import io.schemawright.change.Purge;
import io.schemawright.change.Work;
import io.schemawright.difference.Difference;
import io.schemawright.difference.Remark;
import io.schemawright.event.DecisionMade;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Trash;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The way back from a change that has happened, while nothing else has changed what it left.
 *
 * @param leg from now to the state before that change
 * @param trashed where the tables lie that it dropped
 * @param lying those tables by the schemas in which they lie
 */
record Return(Leg leg, Map<ObjectRef, String> trashed, Map<String, TableSchema> lying) {

  static Return of(
      Work.RollBack work,
      SchemaRequest request,
      int change,
      SchemaState now,
      CompletedPlans completed) {
    String where = "$.changes[" + change + "].request";
    DecisionMade decision = completed.find(work.requestId()).orElse(null);
    Plan plan = decision == null ? null : decision.plan();
    if (decision == null || plan == null || !plan.target().equals(request.target())) {
      throw new Unplannable(
          "cannot-be-rolled-back",
          where,
          "there is no completed change %s on %s that could be taken back"
              .formatted(work.requestId(), request.target()),
          "name a request whose change has succeeded on this target");
    }
    refuseWhatIsPurged(decision.request(), where, plan, completed);
    List<String> changed =
        plan.after().stream()
            .filter(state -> !fingerprint(now, state.ref()).equals(state.fingerprint()))
            .map(state -> state.ref().key())
            .toList();
    if (!changed.isEmpty()) {
      throw new Unplannable(
          "cannot-be-rolled-back",
          where,
          "since %s these have changed again: %s"
              .formatted(work.requestId(), String.join(", ", changed)),
          "take the later changes back first, or ask for the change that you want");
    }
    SchemaState before = now;
    Map<ObjectRef, String> trashed = new HashMap<>();
    Map<String, TableSchema> lying = new HashMap<>();
    for (ObjectState state : plan.before()) {
      Definition was = state.object() == null ? null : state.object().definition();
      before = was == null ? before.without(state.ref()) : before.with(state.ref(), was);
      if (was instanceof TableSchema table
          && now.find(state.ref()).isEmpty()
          && state.ref().kind() == ObjectKind.TABLE) {
        String trash = Trash.schema(work.requestId(), state.ref());
        trashed.put(state.ref(), trash);
        lying.put(trash, TrashMove.withoutKeys(table));
      }
    }
    Renames renames = renames(decision.request(), plan);
    renames
        .objects()
        .keySet()
        .forEach(ref -> Optional.ofNullable(trashed.remove(ref)).ifPresent(lying::remove));
    refuseNothing(work, where, Difference.between(now, before, renames.reversed()));
    return new Return(new Leg.Transit(now, before, renames.reversed()), trashed, lying);
  }

  private static void refuseWhatIsPurged(
      SchemaRequest request, String where, Plan plan, CompletedPlans completed) {
    RequestId id = request.requestId();
    boolean purges = request.changes().stream().anyMatch(Purge.class::isInstance);
    RequestId by = purges ? id : completed.purgedBy(id).orElse(null);
    if (by != null && (purges || !Trash.movedBy(id, plan).isEmpty())) {
      throw new Unplannable(
          "cannot-be-rolled-back",
          where,
          "%s cannot be taken back: the request %s purged what was dropped, and its rows are gone for good"
              .formatted(id, by),
          "create the table anew, or have its rows restored from a backup of %s"
              .formatted(request.target()));
    }
  }

  /** Where no statement takes anything back, it says what stays and why. */
  private static void refuseNothing(Work.RollBack work, String where, Difference back) {
    if (back.alterations().isEmpty()) {
      String stays =
          back.remarks().isEmpty()
              ? "it put values into rows, and what was there before is not kept"
              : back.remarks().stream().map(Remark::text).collect(Collectors.joining("; "));
      throw new Unplannable(
          "cannot-be-rolled-back",
          where,
          "nothing of %s can be taken back: %s".formatted(work.requestId(), stays),
          "ask for the change that you want instead");
    }
  }

  private static Optional<Fingerprint> fingerprint(SchemaState state, ObjectRef ref) {
    return state.find(ref).map(Fingerprint::of);
  }

  /** What that request had renamed, as far as its changes can be followed. */
  private static Renames renames(SchemaRequest request, Plan plan) {
    SchemaState state =
        SchemaState.of(
            plan.before().stream()
                .flatMap(was -> Optional.ofNullable(was.object()).stream())
                .toList());
    Map<ObjectRef, ObjectRef> objects = new HashMap<>();
    Map<Renames.Part, String> parts = new HashMap<>();
    try {
      for (Change change : request.changes()) {
        if (change.work(state) instanceof Work.Transition transition) {
          objects.putAll(transition.renames().objects());
          parts.putAll(transition.renames().parts());
          state = transition.after();
        }
      }
    } catch (DoesNotFit e) {
      return new Renames(objects, parts);
    }
    return new Renames(objects, parts);
  }
}
