package io.schemawright.messaging;

import org.jspecify.annotations.Nullable;

/**
 * A record that no retry will make readable: not JSON, an unknown type or a newer format. It goes
 * to the dead letter topic as it came; the message becomes the reason in its headers.
 */
public final class UnreadableRecord extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The reason in one line, and what led to it. */
  public UnreadableRecord(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }
}
