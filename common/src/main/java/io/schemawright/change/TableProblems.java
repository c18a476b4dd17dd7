package io.schemawright.change;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong with a table that a request asks for, all at once; for one thread. */
final class TableProblems {
  private final CreateTable wanted;
  private final String path;
  private final Set<String> columns;
  private final Problems problems = new Problems();

  TableProblems(CreateTable wanted, String path) {
    this.wanted = wanted;
    this.path = path;
    this.columns = wanted.columnNames();
  }

  List<Problem> found() {
    problems.schema(path + ".schema", wanted.schema());
    problems.name(path + ".table", wanted.table());
    problems.comment(path + ".comment", wanted.comment());
    if (wanted.columns().isEmpty()) {
      problems.add(path + ".columns", "the table has no columns; give it at least one");
    }
    columns();
    keys();
    each("checks", wanted.checks(), (check, at) -> check.problems(problems, at, columns));
    each("foreignKeys", wanted.foreignKeys(), (key, at) -> key.problems(problems, at, columns));
    each("exclusions", wanted.exclusions(), (part, at) -> part.problems(problems, at, columns));
    each("indexes", wanted.indexes(), (index, at) -> index.problems(problems, at, columns));
    repeatedNames();
    partitioning();
    StorageParameters.problems(problems, path + ".storageParameters", wanted.storageParameters());
    return problems.found();
  }

  private interface Look<T> {
    void at(T part, String path);
  }

  private <T> void each(String field, List<T> parts, Look<T> look) {
    for (int i = 0; i < parts.size(); i++) {
      look.at(parts.get(i), "%s.%s[%d]".formatted(path, field, i));
    }
  }

  private void columns() {
    Set<String> seen = new HashSet<>();
    each(
        "columns",
        wanted.columns(),
        (column, at) -> {
          column.problems(problems, at, columns);
          if (!seen.add(column.name())) {
            problems.add(
                at + ".name",
                "the table has two columns named '%s'; rename one".formatted(column.name()));
          }
          column.foreignKey().ifPresent(key -> key.targetProblems(problems, at + ".references"));
        });
  }

  private void keys() {
    List<String> marked =
        wanted.columns().stream()
            .filter(RequestedColumn::primaryKey)
            .map(RequestedColumn::name)
            .toList();
    RequestedKey primaryKey = wanted.primaryKey();
    if (primaryKey != null) {
      primaryKey.primaryKeyProblems(problems, path + ".primaryKey", columns);
    }
    if (marked.size() > 1 || (primaryKey != null && !marked.isEmpty())) {
      problems.add(
          path + (primaryKey == null ? ".columns" : ".primaryKey"),
          "the table has two primary keys; for one over several columns leave the columns' mark "
              + "out and write \"primaryKey\": {\"columns\": [...]}");
    }
    Set<List<String>> keys = new HashSet<>();
    keys.add(wanted.keyColumns());
    each(
        "uniqueConstraints",
        wanted.uniqueConstraints(),
        (unique, at) -> {
          unique.problems(problems, at, columns);
          boolean marks =
              unique.columns().size() == 1
                  && wanted.columns().stream()
                      .anyMatch(c -> c.unique() && c.name().equals(unique.columns().get(0)));
          if (!unique.columns().isEmpty() && (marks || !keys.add(unique.columns()))) {
            problems.add(at, "these columns are a key already; leave this one out");
          }
        });
  }

  /**
   * PostgreSQL keeps one name for a constraint of the table, and one for an index of the schema.
   */
  private void repeatedNames() {
    Set<String> seen = new HashSet<>();
    RequestedKey primaryKey = wanted.primaryKey();
    if (primaryKey != null && primaryKey.name() != null) {
      seen.add(primaryKey.name());
    }
    each("uniqueConstraints", wanted.uniqueConstraints(), (key, at) -> once(seen, key.name(), at));
    each("checks", wanted.checks(), (check, at) -> once(seen, check.name(), at));
    each("foreignKeys", wanted.foreignKeys(), (key, at) -> once(seen, key.name(), at));
    each("exclusions", wanted.exclusions(), (part, at) -> once(seen, part.name(), at));
    each("indexes", wanted.indexes(), (index, at) -> once(seen, index.name(), at));
  }

  private void once(Set<String> seen, @Nullable String name, String at) {
    if (name != null && !seen.add(name)) {
      problems.add(at + ".name", "the name '%s' is given twice; rename one".formatted(name));
    }
  }

  private void partitioning() {
    RequestedPartitioning partitionBy = wanted.partitionBy();
    if (partitionBy == null) {
      return;
    }
    partitionBy.problems(problems, path + ".partitionBy", columns);
    if (!wanted.keyColumns().isEmpty()) {
      partitionBy.keyProblems(problems, path + ".primaryKey", wanted.keyColumns());
    }
    each(
        "columns",
        wanted.columns(),
        (column, at) -> {
          if (column.unique()) {
            partitionBy.keyProblems(problems, at + ".unique", List.of(column.name()));
          }
        });
    each(
        "uniqueConstraints",
        wanted.uniqueConstraints(),
        (unique, at) -> partitionBy.keyProblems(problems, at, unique.columns()));
    if (!wanted.storageParameters().isEmpty()) {
      problems.add(
          path + ".storageParameters", "a partitioned table stores nothing itself; leave them out");
    }
  }
}
