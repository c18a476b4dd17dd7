package io.schemawright.service;

/** A part of a running service: it can be asked how it is, and closed. */
public interface Part extends AutoCloseable {

  /** What the part is called in health answers and logs. */
  String name();

  /** How the part is now; cheap, does not throw, may be called by any thread. */
  Health check();

  /** Ends the part after it has finished what it is doing; closing twice is harmless. */
  @Override
  void close();
}
