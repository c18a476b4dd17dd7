package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.schemawright.catalog.Expression;
import io.schemawright.catalog.GeneratedNames;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.IndexKey;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An index as a request writes it; without {@code method} it is a btree. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RequestedIndex(
    @Nullable String name,
    List<IndexKey> columns,
    boolean unique,
    @Nullable String method,
    List<String> include,
    @Nullable String where) {

  public RequestedIndex {
    columns = Requested.list(columns);
    include = Requested.list(include);
  }

  /** What is written where there should be an index. */
  static RequestedIndex none() {
    return new RequestedIndex(null, List.of(), false, null, List.of(), null);
  }

  void problems(Problems problems, String path, @Nullable Set<String> known) {
    problems.optionalName(path + ".name", name);
    problems.optionalName(path + ".method", method);
    if (columns.isEmpty()) {
      problems.add(path + ".columns", "there are no columns; name at least one");
    }
    for (int i = 0; i < columns.size(); i++) {
      problems.indexKey("%s.columns[%d]".formatted(path, i), columns.get(i), known);
    }
    if (!include.isEmpty()) {
      problems.columns(path + ".include", include, known);
    }
    if (where != null) {
      problems.expression(
          path + ".where",
          Expression.ofPredicate(where, Objects.requireNonNullElse(known, Set.of())));
    }
  }

  Index index(String table, GeneratedNames names) {
    return new Index(
        name == null ? names.index(table, columns.stream().map(this::word).toList()) : name,
        Objects.requireNonNullElse(method, "btree"),
        columns,
        include,
        unique,
        false,
        where,
        false);
  }

  private String word(IndexKey key) {
    return Objects.requireNonNullElse(key.column(), "expr");
  }
}
