package io.schemawright.service;

/** A part of a running service: it can be asked how it is, and closed. */
public interface Part extends AutoCloseable {

  /** What the part is called in health answers and logs. */
  String name();

  /**
   * How the part is, as far as it knows; never waits for anything, does not throw, may be called by
   * any thread. What only somebody else knows is asked for beforehand: {@link Readings}.
   */
  Health check();

  /** Ends the part after it has finished what it is doing; closing twice is harmless. */
  @Override
  void close();
}
