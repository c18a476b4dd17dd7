package io.schemawright.difference;

import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.UniqueConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Those constraints and indexes of a table that its mutation can have, under new column names. */
final class KeptParts {
  private final Random random;
  private final TableSchema table;
  private final Map<String, String> names;
  private final Map<Renames.Part, String> renames;

  KeptParts(
      Random random,
      TableSchema table,
      Map<String, String> names,
      Map<Renames.Part, String> renames) {
    this.random = random;
    this.table = table;
    this.names = names;
    this.renames = renames;
  }

  TableSchema on(TableSchema mutated) {
    List<CheckConstraint> checks = new ArrayList<>();
    for (CheckConstraint check : table.checks()) {
      String expression = renamed(check.expression());
      if (expression != null && random.nextInt(5) > 0) {
        checks.add(
            new CheckConstraint(
                name(Renames.Part.Kind.CONSTRAINT, check.name()),
                expression,
                check.noInherit(),
                check.notValid() && random.nextBoolean(),
                false));
      }
    }
    List<UniqueConstraint> uniques = new ArrayList<>();
    for (UniqueConstraint unique : table.uniqueConstraints()) {
      if (has(mutated, unique.columns()) && random.nextInt(5) > 0) {
        uniques.add(
            new UniqueConstraint(
                name(Renames.Part.Kind.CONSTRAINT, unique.name()),
                mapped(unique.columns()),
                unique.include(),
                unique.nullsNotDistinct(),
                unique.deferral()));
      }
    }
    List<Index> indexes = new ArrayList<>();
    for (Index index : table.indexes()) {
      IndexKey key = index.keys().get(0);
      String predicate = index.predicate() == null ? null : renamed(index.predicate());
      String expression = key.expression() == null ? null : renamed(key.expression());
      boolean possible =
          (index.predicate() == null || predicate != null)
              && (key.column() == null ? expression != null : names.containsKey(key.column()));
      if (possible && random.nextInt(5) > 0) {
        indexes.add(
            new Index(
                name(Renames.Part.Kind.INDEX, index.name()),
                index.method(),
                List.of(
                    new IndexKey(
                        key.column() == null ? null : names.get(key.column()),
                        expression,
                        key.order(),
                        key.nulls(),
                        null,
                        null)),
                index.include(),
                false,
                false,
                predicate,
                false));
      }
    }
    return mutated.toBuilder().checks(checks).uniqueConstraints(uniques).indexes(indexes).build();
  }

  private String name(Renames.Part.Kind kind, String name) {
    if (random.nextInt(4) > 0) {
      return name;
    }
    String renamed = "another " + name;
    renames.put(new Renames.Part(table.ref(), kind, name), renamed);
    return renamed;
  }

  /** No generated text names two columns of which one is a part of the other but id. */
  private @Nullable String renamed(String text) {
    Column named =
        table.columns().stream()
            .filter(column -> text.startsWith(Identifiers.quote(column.name()) + " IS"))
            .findFirst()
            .orElseThrow();
    String to = names.get(named.name());
    return to == null
        ? null
        : Identifiers.quote(to) + text.substring(Identifiers.quote(named.name()).length());
  }

  private boolean has(TableSchema mutated, List<String> columns) {
    return columns.stream().allMatch(names::containsKey)
        && mapped(columns).stream()
            .flatMap(name -> Stream.ofNullable(mutated.column(name).orElse(null)))
            .noneMatch(column -> column.type().equals("jsonb"));
  }

  private List<String> mapped(List<String> columns) {
    return columns.stream().map(name -> Objects.requireNonNull(names.get(name))).toList();
  }
}
