package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.schemawright.catalog.Deferral;
import io.schemawright.catalog.GeneratedNames;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.UniqueConstraint;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A primary key or a unique constraint as a request writes it.
 *
 * @param include columns that are only stored in the index behind it
 * @param nullsNotDistinct whether two nulls count as the same value, from PostgreSQL 15 on; of a
 *     unique constraint only
 * @param deferral when it is checked if it is deferrable; null if it is not
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RequestedKey(
    @Nullable String name,
    List<String> columns,
    List<String> include,
    boolean nullsNotDistinct,
    @Nullable Deferral deferral) {

  public RequestedKey {
    columns = Requested.list(columns);
    include = Requested.list(include);
  }

  /** A key of columns alone. */
  public RequestedKey(@Nullable String name, List<String> columns) {
    this(name, columns, List.of(), false, null);
  }

  void problems(Problems problems, String path, @Nullable Set<String> known) {
    problems.optionalName(path + ".name", name);
    problems.columns(path + ".columns", columns, known);
    if (!include.isEmpty()) {
      problems.columns(path + ".include", include, known);
    }
  }

  /** What is wrong with it as a primary key. */
  void primaryKeyProblems(Problems problems, String path, @Nullable Set<String> known) {
    problems(problems, path, known);
    if (nullsNotDistinct) {
      problems.add(
          path + ".nullsNotDistinct", "a primary key has no nulls; leave \"nullsNotDistinct\" out");
    }
  }

  PrimaryKey primaryKey(String table, GeneratedNames names) {
    return new PrimaryKey(
        Objects.requireNonNullElseGet(name, () -> names.primaryKey(table)),
        columns,
        include,
        deferral);
  }

  UniqueConstraint unique(String table, GeneratedNames names) {
    return new UniqueConstraint(
        Objects.requireNonNullElseGet(name, () -> names.unique(table, columns)),
        columns,
        include,
        nullsNotDistinct,
        deferral);
  }
}
