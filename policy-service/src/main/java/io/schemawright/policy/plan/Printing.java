package io.schemawright.policy.plan;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import java.util.Set;

/** Reads desired objects as PostgreSQL prints them, which people do not spell the same way. */
public interface Printing {

  /**
   * The state with these objects as PostgreSQL prints them; as they are if it cannot be asked.
   *
   * @throws IllegalArgumentException if PostgreSQL refuses them; the message says why
   */
  SchemaState printed(int postgresMajor, SchemaState state, Set<ObjectRef> wanted);

  /** Takes the spelling as it is. */
  static Printing asSpelled() {
    return (major, state, wanted) -> state;
  }
}
