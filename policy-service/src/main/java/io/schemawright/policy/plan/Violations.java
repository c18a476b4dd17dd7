package io.schemawright.policy.plan;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.TableSchema;
import java.util.stream.Collectors;

/** Asks for the rows that break a condition: their keys, ten at most, and how many they are. */
final class Violations {
  private Violations() {}

  static String of(TableSchema table, String condition) {
    PrimaryKey key = table.primaryKey();
    String columns =
        key == null
            ? "ctid"
            : key.columns().stream().map(name -> quote(name)).collect(Collectors.joining(", "));
    return "SELECT %s, pg_catalog.count(*) OVER () AS violations\n  FROM %s WHERE %s LIMIT 10"
        .formatted(columns, Steps.name(table), condition);
  }
}
