package io.schemawright.catalog;

/**
 * How big a table is. {@code rowEstimate} is what PostgreSQL last noted, -1 when the table was
 * never analysed; {@code heapBytes} are the rows' own, {@code totalBytes} those with indexes and
 * TOAST.
 */
public record TableStatistics(long rowEstimate, long heapBytes, long totalBytes) {

  /** Whether the table has no page at all, and so certainly no row. */
  public boolean empty() {
    return heapBytes == 0;
  }
}
