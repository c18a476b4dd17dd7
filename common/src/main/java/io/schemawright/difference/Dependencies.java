package io.schemawright.difference;

import io.schemawright.catalog.ObjectRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Puts objects in an order in which each comes after what it needs. */
final class Dependencies {
  private final Function<ObjectRef, ? extends Collection<ObjectRef>> needs;
  private final Set<ObjectRef> wanted;
  private final Set<ObjectRef> seen = new HashSet<>();
  private final List<ObjectRef> order = new ArrayList<>();

  private Dependencies(
      Collection<ObjectRef> wanted, Function<ObjectRef, ? extends Collection<ObjectRef>> needs) {
    this.wanted = new HashSet<>(wanted);
    this.needs = needs;
  }

  /** These objects, each after those of them that it needs, otherwise in the order given. */
  static List<ObjectRef> inOrder(
      Collection<ObjectRef> wanted, Function<ObjectRef, ? extends Collection<ObjectRef>> needs) {
    Dependencies dependencies = new Dependencies(wanted, needs);
    wanted.forEach(dependencies::visit);
    return dependencies.order;
  }

  private void visit(ObjectRef ref) {
    if (seen.add(ref)) {
      needs.apply(ref).forEach(this::visit);
      if (wanted.contains(ref)) {
        order.add(ref);
      }
    }
  }
}
