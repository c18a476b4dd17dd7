package io.schemawright.catalog;

import org.jspecify.annotations.Nullable;

/**
 * How big a table is, and how much it is used.
 *
 * @param rowEstimate what PostgreSQL last noted, -1 when the table was never analysed
 * @param heapBytes of the rows alone
 * @param totalBytes with indexes and TOAST
 * @param traffic absent until two looks have been taken at the table
 */
public record TableStatistics(
    long rowEstimate, long heapBytes, long totalBytes, @Nullable TableTraffic traffic) {
  private static final long NOTABLE_BYTES = 1024 * 1024;
  private static final long NOTABLE_PER_MINUTE = 60;

  /** Of a table whose traffic is not known. */
  public TableStatistics(long rowEstimate, long heapBytes, long totalBytes) {
    this(rowEstimate, heapBytes, totalBytes, null);
  }

  /** Whether the table has no page at all, and so certainly no row. */
  public boolean empty() {
    return heapBytes == 0;
  }

  /** The same with that traffic. */
  public TableStatistics with(@Nullable TableTraffic other) {
    return new TableStatistics(rowEstimate, heapBytes, totalBytes, other);
  }

  /**
   * Whether somebody who knows {@code other} should hear of this: the table has got its first rows
   * or lost its last, is twice or half as large, or four times as much or as little used.
   */
  public boolean differsNotably(TableStatistics other) {
    return empty() != other.empty()
        || differ(totalBytes, other.totalBytes, NOTABLE_BYTES, 2)
        || differ(scans(), other.scans(), NOTABLE_PER_MINUTE, 4)
        || differ(writes(), other.writes(), NOTABLE_PER_MINUTE, 4);
  }

  private static boolean differ(long one, long other, long least, int times) {
    long more = Math.max(one, other);
    return more >= least && more >= times * Math.min(one, other);
  }

  private long scans() {
    return traffic == null ? 0 : traffic.scansPerMinute();
  }

  private long writes() {
    return traffic == null ? 0 : traffic.writesPerMinute();
  }
}
