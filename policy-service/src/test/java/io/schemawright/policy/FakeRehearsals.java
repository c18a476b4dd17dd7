package io.schemawright.policy;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import io.schemawright.change.CreateTable;
import io.schemawright.change.RequestedColumn;
import io.schemawright.plan.Effect;
import io.schemawright.plan.ObjectState;
import io.schemawright.policy.plan.Draft;
import io.schemawright.policy.rehearsal.Rehearsals;
import io.schemawright.policy.rehearsal.Rehearsed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rehearsal that PostgreSQL is not needed for: each table reads as it was asked for. */
final class FakeRehearsals implements Rehearsals {
  private final List<Draft> drafts = new ArrayList<>();
  private final Deque<Rehearsed> prepared = new ArrayDeque<>();
  private final Map<ObjectRef, CatalogObject> tables = new HashMap<>();
  private final Set<ObjectRef> gone = new HashSet<>();
  private List<Effect> effects = List.of();

  /** What the next rehearsal comes to. */
  FakeRehearsals next(Rehearsed rehearsed) {
    prepared.add(rehearsed);
    return this;
  }

  /** What is seen from now on. */
  void willShow(Effect... seen) {
    effects = List.of(seen);
  }

  /** How a table reads after it was created. */
  FakeRehearsals reads(CreateTable table) {
    TableSchema schema = table.tableSchema();
    tables.put(schema.ref(), CatalogObject.of(schema.ref(), schema));
    return this;
  }

  /** Nothing is left of that table from now on. */
  void leavesNothingOf(ObjectRef table) {
    gone.add(table);
  }

  /** What was rehearsed, in order. */
  List<Draft> drafts() {
    return drafts;
  }

  @Override
  public Rehearsed rehearse(Draft draft, Target target) {
    drafts.add(draft);
    Rehearsed given = prepared.poll();
    if (given != null) {
      return given;
    }
    List<List<ObjectState>> up = new ArrayList<>();
    List<List<ObjectState>> back = new ArrayList<>();
    for (int i = 0; i < draft.steps().size(); i++) {
      up.add(draft.touched().stream().map(ref -> new ObjectState(ref, table(ref))).toList());
    }
    for (int i = 0; i < draft.down().size(); i++) {
      back.add(draft.before());
    }
    return Rehearsed.passed(draft.plan(up, back, effects), true, "", effects, 4);
  }

  @Override
  public SchemaState printed(int postgresMajor, SchemaState state, Set<ObjectRef> wanted) {
    return state;
  }

  private @Nullable CatalogObject table(ObjectRef ref) {
    if (gone.contains(ref)) {
      return null;
    }
    CatalogObject known = tables.get(ref);
    if (known != null) {
      return known;
    }
    return CatalogObject.of(
        ref,
        new CreateTable(
                ref.schema(),
                ref.name(),
                null,
                List.of(RequestedColumn.of("id", "uuid")),
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of())
            .tableSchema());
  }
}
