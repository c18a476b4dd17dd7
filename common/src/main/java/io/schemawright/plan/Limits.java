package io.schemawright.plan;

import org.jspecify.annotations.Nullable;

/**
 * How much one request may ask for; absent where there is no limit.
 *
 * @param changesPerRequest changes
 * @param columnsPerTable columns of a table that is created
 * @param indexesPerTable indexes of a table that is created, those of its constraints not counted
 */
public record Limits(
    @Nullable Integer changesPerRequest,
    @Nullable Integer columnsPerTable,
    @Nullable Integer indexesPerTable) {
  /** No limits. */
  public static final Limits NONE = new Limits(null, null, null);
}
