package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.schemawright.catalog.ObjectRef;
import java.util.List;
import java.util.Set;

/**
 * One change of a request, in the canonical form. Which types there are is an open set: see {@link
 * ChangeKind}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface Change {

  /** The kind's name in JSON: {@code create-table}. */
  String type();

  /** The objects that are different afterwards. */
  Set<ObjectRef> touches();

  /** Other objects that must be there for the change to work, as far as the change names them. */
  Set<ObjectRef> refersTo();

  /**
   * What a JSON Schema cannot see to be wrong, each with its path below {@code path}. The other
   * methods may be called only if there is none.
   */
  List<Problem> problems(String path);
}
