package io.schemawright.local;

/** Something the person who started us can mend; the message says what and how. */
public final class CannotStart extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For a person to read. */
  public CannotStart(String message) {
    super(message);
  }

  /** For a person to read, with what led to it. */
  public CannotStart(String message, Throwable cause) {
    super(message, cause);
  }
}
