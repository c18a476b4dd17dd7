package io.schemawright.service;

/**
 * How a part is.
 *
 * @param ready whether it can do its work now
 * @param detail what it waits for or what is wrong; for people
 */
public record Health(boolean ready, String detail) {

  /** All is well. */
  public static Health ok() {
    return new Health(true, "ok");
  }

  /** Something is away, still starting, or broken. */
  public static Health notReady(String detail) {
    return new Health(false, detail);
  }
}
