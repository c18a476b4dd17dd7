package io.schemawright.difference;

import io.schemawright.catalog.Definition;
import io.schemawright.catalog.Dependency;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.OpaqueDefinition;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which objects that stay have to be dropped and made again: views that change, and whatever rests
 * on something that is dropped, or on a column that is dropped or retyped.
 */
final class Rebuilds {
  private final Pairs pairs;
  private final Set<ObjectRef> rebuilt = new TreeSet<>();
  private final Set<ObjectRef> gone;

  private Rebuilds(Pairs pairs) {
    this.pairs = pairs;
    this.gone = new HashSet<>(pairs.dropped());
  }

  /** Those objects, as they were named before. */
  static Set<ObjectRef> of(Pairs pairs) {
    Rebuilds rebuilds = new Rebuilds(pairs);
    rebuilds.find();
    rebuilds.rebuilt.forEach(rebuilds::refuseImpossible);
    return rebuilds.rebuilt;
  }

  private void find() {
    boolean more = true;
    while (more) {
      more = false;
      for (Map.Entry<ObjectRef, ObjectRef> entry : pairs.staying().entrySet()) {
        ObjectRef ref = entry.getKey();
        if (!rebuilt.contains(ref)
            && pairs.before().find(ref).orElseThrow() instanceof OpaqueDefinition was
            && (changed(ref, was)
                || was.dependsOn().stream().anyMatch(d -> inTheWay(was, ref, d)))) {
          rebuilt.add(ref);
          more = true;
        }
      }
    }
  }

  private boolean changed(ObjectRef ref, OpaqueDefinition was) {
    return ref.kind() != ObjectKind.FUNCTION && !same(was, wanted(ref));
  }

  static boolean same(OpaqueDefinition one, OpaqueDefinition other) {
    return one.text().equals(other.text()) && one.then().equals(other.then());
  }

  private OpaqueDefinition wanted(ObjectRef ref) {
    ObjectRef to = pairs.staying().getOrDefault(ref, ref);
    return (OpaqueDefinition) pairs.after().find(to).orElseThrow();
  }

  private boolean inTheWay(OpaqueDefinition was, ObjectRef ref, Dependency dependency) {
    ObjectRef object = dependency.object();
    if (gone.contains(object) || rebuilt.contains(object)) {
      return true;
    }
    Optional<TablePair> table = pairs.table(object);
    String column = dependency.column();
    if (column != null && table.isPresent()) {
      if (table.get().touched().contains(column)) {
        return true;
      }
      // The same words mean another column when the old name has been given away.
      return table.get().renamed().containsKey(column)
          && table.get().after().column(column).isPresent()
          && same(was, wanted(ref));
    }
    return pairs.renamed().containsKey(object)
        && pairs.after().find(object).isPresent()
        && same(was, wanted(ref));
  }

  private void refuseImpossible(ObjectRef ref) {
    OpaqueDefinition wanted = wanted(ref);
    for (Dependency dependency : wanted.dependsOn()) {
      ObjectRef object = dependency.object();
      Optional<Definition> there = pairs.after().find(object);
      String column = dependency.column();
      boolean gone = there.isEmpty() && pairs.before().find(object).isPresent();
      boolean columnGone =
          column != null
              && there.isPresent()
              && object.kind() == ObjectKind.TABLE
              && pairs.after().table(object).orElseThrow().column(column).isEmpty();
      if (gone || columnGone) {
        throw new Inexpressible(
            ref,
            "it uses %s%s, which would not be there any more; change or drop it in the same request"
                .formatted(columnGone ? "column " + column + " of " : "", object));
      }
    }
  }
}
