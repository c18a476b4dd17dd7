package io.schemawright.change;

/**
 * A change that cannot be made to the objects as they are. The message says why, and what to do
 * instead, for the requester.
 */
public final class DoesNotFit extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;

  /**
   * Says what does not fit.
   *
   * @param path the place in the change, beginning with {@code $} for the change itself
   */
  public DoesNotFit(String path, String message) {
    super(message);
    this.path = path;
  }

  /** The place in the request, when the change stands at {@code change} in it. */
  public String path(String change) {
    return change + path.substring(1);
  }
}
