package io.schemawright.difference;

import io.schemawright.catalog.ObjectRef;

/** No statements lead from one state to the other; the message says to people why not. */
public final class Inexpressible extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ObjectRef object;

  /** This object cannot become what it is to be. */
  public Inexpressible(ObjectRef object, String reason) {
    super(object + ": " + reason);
    this.object = object;
  }

  /** The object that cannot become what it is to be. */
  public ObjectRef object() {
    return object;
  }
}
