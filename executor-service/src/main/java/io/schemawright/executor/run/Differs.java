package io.schemawright.executor.run;

import io.schemawright.catalog.ObjectRef;
import java.util.Collection;
import java.util.List;

/** The target is not as the next step expects it. */
final class Differs extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<ObjectRef> objects;

  Differs(Collection<ObjectRef> objects) {
    super(objects.toString());
    this.objects = List.copyOf(objects);
  }

  List<ObjectRef> objects() {
    return objects;
  }
}
