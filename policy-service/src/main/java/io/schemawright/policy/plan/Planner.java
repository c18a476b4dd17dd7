package io.schemawright.policy.plan;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.Inexpressible;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.StepMode;
import io.schemawright.plan.Trash;
import io.schemawright.policy.rule.Surroundings;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Works out the steps that make a request's changes. Pure, but for what it is given. */
public final class Planner {
  private final CompletedPlans completed;
  private final Printing printing;

  /**
   * A planner.
   *
   * @param completed what has happened and may be taken back
   * @param printing reads desired objects as PostgreSQL prints them
   */
  public Planner(CompletedPlans completed, Printing printing) {
    this.completed = completed;
    this.printing = printing;
  }

  /**
   * The draft of a plan for all changes of a request.
   *
   * @throws Unplannable if no steps can be written for a change, or none are needed
   */
  public Planned plan(SchemaRequest request, int postgresMajor, Surroundings surroundings) {
    SchemaState standing = SchemaState.of(surroundings.objects().values());
    Course course = Course.of(request, postgresMajor, surroundings, completed, printing);
    RequestId id = request.requestId();
    List<DraftStep> up = new ArrayList<>();
    List<DraftStep> down = new ArrayList<>();
    Set<ObjectRef> touched = new TreeSet<>(request.touches());
    Map<ObjectRef, String> trashed = new HashMap<>(course.trashed());
    Set<ObjectRef> idle = new HashSet<>(idle(surroundings, standing));
    Set<ObjectRef> made = new HashSet<>();
    boolean returns = true;
    int written = 0;
    for (Leg leg : course.legs()) {
      touched.addAll(leg.touches());
      leg.added().stream().filter(ref -> !trashed.containsKey(ref)).forEach(made::add);
      leg.renames()
          .objects()
          .forEach(
              (from, to) -> {
                keep(idle, from, to);
                keep(made, from, to);
              });
      List<DraftStep> steps =
          leg.up(new Site(id, postgresMajor, leg.before(), idle, made, trashed));
      up.addAll(steps);
      written = leg instanceof Leg.Words ? steps.size() : written;
      leg.removed().stream()
          .filter(ref -> !made.contains(ref))
          .forEach(ref -> trashed.put(ref, Trash.schema(id, ref)));
      try {
        down.addAll(0, leg.down(new Site(id, postgresMajor, leg.after(), idle, made, trashed)));
      } catch (Inexpressible e) {
        returns = false; // Half a way back would be none.
      }
    }
    if (up.stream().allMatch(step -> step.mode() == StepMode.CHECK)) {
      throw new Unplannable(
          "nothing-to-do",
          "$.changes",
          "%s is already as this request wants it; there is nothing to do"
              .formatted(request.target()),
          "nothing is left to be done; if you expected a change, look at what the request names");
    }
    Draft draft =
        new Draft(
            request.target(),
            postgresMajor,
            up,
            returns ? down : List.of(),
            touched.stream().map(ref -> state(ref, surroundings)).toList(),
            standing,
            whole(touched, surroundings),
            course.lying(),
            written);
    return new Planned(draft, course.alterations(), course.works());
  }

  /** What nobody uses yet: tables that are known to be empty. */
  private static Set<ObjectRef> idle(Surroundings surroundings, SchemaState standing) {
    Set<ObjectRef> idle = new HashSet<>();
    standing
        .objects()
        .forEach(
            (ref, definition) -> {
              if (definition instanceof TableSchema table
                  && table.partitionKey() == null // Its rows are those of its partitions.
                  && surroundings
                      .size(ref)
                      .filter(size -> size.heapBytes() == 0 && size.rowEstimate() <= 0)
                      .isPresent()) {
                idle.add(ref);
              }
            });
    return idle;
  }

  private static void keep(Set<ObjectRef> idle, ObjectRef from, ObjectRef to) {
    if (idle.contains(from)) {
      idle.add(to);
    }
  }

  private static Set<ObjectRef> whole(Set<ObjectRef> touched, Surroundings surroundings) {
    Set<ObjectRef> whole = new TreeSet<>(touched);
    whole.addAll(surroundings.whole());
    return whole;
  }

  private static ObjectState state(ObjectRef ref, Surroundings surroundings) {
    CatalogObject object = surroundings.find(ref).orElse(null);
    return new ObjectState(ref, object);
  }
}
