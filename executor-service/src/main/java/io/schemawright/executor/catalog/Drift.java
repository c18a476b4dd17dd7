package io.schemawright.executor.catalog;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Definition;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.Difference;
import io.schemawright.difference.Inexpressible;
import io.schemawright.event.DriftFound;
import io.schemawright.event.ExecutionSucceeded.ObjectVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What somebody did to a target without a request, and what leads there and back. */
final class Drift {
  /** In characters; a target that was restored or filled from elsewhere differs in everything. */
  private static final int MOST_STATEMENTS = 1_000_000;

  private final SortedMap<ObjectRef, Definition> before = new TreeMap<>();
  private final SortedMap<ObjectRef, Definition> now = new TreeMap<>();
  private final TreeSet<String> remarks = new TreeSet<>();

  private Drift() {}

  /**
   * The drift.
   *
   * @param versions of what is different; at least one
   * @param known how that was when it was last published, where it was there
   * @param found what is there now
   * @param extent which objects these are; unless they are all, no statements are worked out, which
   *     may depend on what is not different
   */
  static DriftFound found(
      String target,
      SortedMap<ObjectRef, Long> versions,
      Map<ObjectRef, Optional<Definition>> known,
      Map<ObjectRef, CatalogObject> found,
      Look.Extent extent) {
    Drift drift = new Drift();
    found.forEach((ref, object) -> drift.now.put(ref, object.definition()));
    drift.before.putAll(drift.now);
    versions.keySet().forEach(ref -> drift.rewind(ref, known));
    Optional<Difference> there = Optional.empty();
    Optional<Difference> back = Optional.empty();
    if (extent == Look.Extent.ALL) {
      there = drift.between(drift.before, drift.now);
      back = drift.between(drift.now, drift.before);
    } else {
      drift.remarks.add("the target has too many objects for statements to be worked out");
    }
    List<ObjectVersion> objects = new ArrayList<>();
    versions.forEach((ref, version) -> objects.add(new ObjectVersion(ref, version)));
    return new DriftFound(
        target,
        objects,
        there.stream()
            .flatMap(difference -> difference.alterations().stream())
            .map(Alteration::summary)
            .toList(),
        there.map(Difference::statements).orElse(List.of()),
        back.map(Difference::statements).orElse(List.of()),
        back.map(Difference::losesData).orElse(false),
        List.copyOf(drift.remarks));
  }

  /** What was not there leaves; that of which nobody knows how it was is left out. */
  private void rewind(ObjectRef ref, Map<ObjectRef, Optional<Definition>> known) {
    before.remove(ref);
    Optional<Definition> definition = known.getOrDefault(ref, Optional.empty());
    if (definition.isPresent()) {
      before.put(ref, definition.get());
    } else if (known.containsKey(ref)) {
      now.remove(ref);
      remarks.add("how %s was before is not known".formatted(ref));
    }
  }

  private Optional<Difference> between(
      SortedMap<ObjectRef, Definition> from, SortedMap<ObjectRef, Definition> to) {
    try {
      Difference difference =
          Difference.between(new SchemaState(from), new SchemaState(to), Renames.none());
      if (difference.statements().stream().mapToLong(String::length).sum() > MOST_STATEMENTS) {
        remarks.add("the statements are too many to be listed");
        return Optional.empty();
      }
      difference.remarks().forEach(remark -> remarks.add(remark.object() + ": " + remark.text()));
      return Optional.of(difference);
    } catch (Inexpressible e) {
      remarks.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
