package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.RelationName;
import io.schemawright.catalog.SchemaState;
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
   * Names that stand in statements a person wrote, in whatever schema and of whatever kind the
   * objects of these names are; the change may be about any of them.
   */
  default Set<String> words() {
    return Set.of();
  }

  /**
   * The names that it may give to tables, indexes and sequences, as far as the change says: what
   * has one of them already is in its way.
   */
  default Set<RelationName> relationNames() {
    return Set.of();
  }

  /**
   * What has to be done so that this change is made.
   *
   * @param before the target's objects as they will be when it is this change's turn: all that the
   *     change touches or refers to, what depends on them, and what has names that it gives
   * @throws DoesNotFit if the change cannot be made to these objects: there is no such column, one
   *     of that name is there already
   */
  Work work(SchemaState before);

  /**
   * What a JSON Schema cannot see to be wrong, each with its path below {@code path}. The other
   * methods may be called only if there is none.
   */
  List<Problem> problems(String path);
}
