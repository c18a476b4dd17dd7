package io.schemawright.policy.plan;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.AddIndex;
import io.schemawright.difference.Alteration;
import io.schemawright.policy.plan.Draft.DraftStep;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * CREATE INDEX keeps writers out for as long as it builds; CONCURRENTLY does not (PostgreSQL manual,
 * CREATE INDEX). It does not exist for a partitioned table.
 */
final class OnlineIndex implements OnlineSequence {
  @Override
  public Optional<Sequence> of(Alteration alteration, int postgresMajor) {
    if (!(alteration instanceof AddIndex add) || add.table().partitionKey() != null) {
      return Optional.empty();
    }
    TableSchema table = add.table();
    Index index = add.index();
    List<DraftStep> checks =
        index.unique() && index.keys().stream().allMatch(key -> key.column() != null)
            ? List.of(
                duplicates(
                    table,
                    index.keys().stream().map(IndexKey::column).map(String::valueOf).toList(),
                    index.predicate(),
                    index.nullsNotDistinct()))
            : List.of();
    return Optional.of(
        new Sequence(
            checks,
            List.of(
                Steps.concurrently(
                    alteration.summary() + ", while others go on writing",
                    Ddl.createIndexConcurrently(table, index),
                    List.of(
                        "DROP INDEX CONCURRENTLY " + quote(table.schema(), index.name()))))));
  }

  /** No two rows may have the same values. */
  static DraftStep duplicates(
      TableSchema table,
      List<String> columns,
      @org.jspecify.annotations.Nullable String predicate,
      boolean nullsNotDistinct) {
    String list = columns.stream().map(c -> quote(c)).collect(Collectors.joining(", "));
    String notNull =
        columns.stream().map(c -> quote(c) + " IS NOT NULL").collect(Collectors.joining(" AND "));
    String where =
        (nullsNotDistinct ? "true" : notNull)
            + (predicate == null ? "" : " AND (" + predicate + ")");
    return Steps.check(
        "no two rows of %s have the same %s"
            .formatted(Steps.plain(table), String.join(", ", columns)),
        """
        SELECT %s, pg_catalog.count(*) OVER () AS violations
          FROM %s WHERE %s GROUP BY %s HAVING pg_catalog.count(*) > 1 LIMIT 10"""
            .formatted(list, Steps.name(table), where, list));
  }
}
