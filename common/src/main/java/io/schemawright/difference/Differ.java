package io.schemawright.difference;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import java.util.List;
import java.util.Set;

/** Finds the difference of two states: takes away, renames, then makes and alters. */
final class Differ {
  private final SchemaState before;
  private final SchemaState after;
  private final Renames renames;

  Differ(SchemaState before, SchemaState after, Renames renames) {
    this.before = before;
    this.after = after;
    this.renames = renames;
  }

  Difference difference() {
    if (before.equals(after) && renames.isEmpty()) {
      return new Difference(List.of(), List.of());
    }
    Pairs pairs = new Pairs(before, after, renames);
    Refusals.check(pairs);
    Draft draft = new Draft();
    pairs.tables().forEach(pair -> draft.start(pair.key(), pair.before(), pair.after()));
    Set<ObjectRef> rebuilt = Rebuilds.of(pairs);
    Set<ObjectRef> handedOver = SequenceSteps.handedOver(pairs);
    Removals removals = new Removals(pairs, draft, rebuilt, handedOver);
    removals.run();
    new Renaming(pairs, draft).run();
    new Additions(pairs, draft, rebuilt, handedOver).run();
    removals.rest();
    return draft.difference();
  }
}
