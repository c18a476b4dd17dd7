package io.schemawright.executor.ledger;

import java.util.List;

/**
 * How far a backfill has come.
 *
 * @param lastKey the values of the key up to which every row is done, as PostgreSQL prints them
 * @param rows how many rows it has changed
 */
public record BackfillProgress(List<String> lastKey, long rows) {
  public BackfillProgress {
    lastKey = List.copyOf(lastKey);
  }
}
