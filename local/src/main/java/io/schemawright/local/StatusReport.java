package io.schemawright.local;

import java.time.Instant;
import java.util.List;

/**
 * How an installation is.
 *
 * @param at when that was found out
 * @param entries in the order in which they are shown
 */
record StatusReport(Instant at, List<Entry> entries) {

  StatusReport {
    entries = List.copyOf(entries);
  }

  /**
   * One thing that was looked at.
   *
   * @param group what belongs together: {@code Services}
   * @param well whether there is nothing to do about it
   * @param detail for people
   */
  record Entry(String group, String name, boolean well, String detail) {}

  /** Whether everything is well. */
  boolean well() {
    return entries.stream().allMatch(Entry::well);
  }
}
