package io.schemawright.policy.rule;

import io.schemawright.catalog.ObjectRef;

/** How long work on a table takes. */
public enum TableSize {
  EMPTY,
  SMALL,
  MEDIUM,
  LARGE;

  /** Up to this a table is so small that what happens to it is over at once. */
  public static final long SMALL_BYTES = 8L * 1024 * 1024;

  /** Beyond this, reading a table takes many seconds. */
  public static final long LARGE_BYTES = 1024L * 1024 * 1024;

  /**
   * The size of a table. One that is partitioned, or of which nothing is known, may be of any, and
   * counts as large.
   */
  public static TableSize of(Surroundings surroundings, ObjectRef table) {
    return surroundings.partitioned(table)
        ? LARGE
        : surroundings
            .size(table)
            .map(
                size ->
                    size.empty()
                        ? EMPTY
                        : size.totalBytes() <= SMALL_BYTES
                            ? SMALL
                            : size.totalBytes() <= LARGE_BYTES ? MEDIUM : LARGE)
            .orElse(LARGE);
  }
}
