package io.schemawright.change;

import static io.schemawright.catalog.Identifiers.quote;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.IndexKey;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a table is divided into partitions, as a request writes it (PostgreSQL manual, Table
 * Partitioning). The order of an index key has no meaning in it.
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RequestedPartitioning(
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Strategy strategy,
    List<IndexKey> columns) {

  /** What assigns a row to its partition. */
  public enum Strategy {
    @JsonProperty("range")
    RANGE,
    @JsonProperty("list")
    LIST,
    @JsonProperty("hash")
    HASH
  }

  public RequestedPartitioning {
    columns = Requested.list(columns);
  }

  void problems(Problems problems, String path, @Nullable Set<String> known) {
    if (strategy == null) {
      problems.add(path + ".strategy", "there is no strategy; write range, list or hash");
    }
    if (columns.isEmpty()) {
      problems.add(path + ".columns", "there are no columns; name at least one");
    }
    if (strategy == Strategy.LIST && columns.size() > 1) {
      problems.add(
          path + ".columns",
          "a list of values is of one column; name one, or divide by range or hash");
    }
    for (int i = 0; i < columns.size(); i++) {
      String at = "%s.columns[%d]".formatted(path, i);
      problems.indexKey(at, columns.get(i), known);
      if (columns.get(i).order() != null || columns.get(i).nulls() != null) {
        problems.add(at, "partitions have no order; leave \"order\" and \"nulls\" out");
      }
    }
  }

  /**
   * A key that does not hold all partition columns: PostgreSQL keeps values apart within each
   * partition only.
   */
  void keyProblems(Problems problems, String path, List<String> key) {
    Set<String> missing = new HashSet<>();
    for (IndexKey column : columns) {
      if (column.column() == null) {
        problems.add(
            path,
            "a table that is divided by an expression can have no primary key or unique "
                + "constraint; leave it out, or divide by a column");
        return;
      }
      if (!key.contains(column.column())) {
        missing.add(column.column());
      }
    }
    if (!missing.isEmpty()) {
      problems.add(
          path,
          "the key of a partitioned table holds every column that it is divided by; add %s"
              .formatted(missing.stream().sorted().collect(Collectors.joining(", "))));
    }
  }

  /** {@code RANGE ("created_at")}. */
  String partitionKey() {
    return columns.stream()
        .map(RequestedPartitioning::sql)
        .collect(Collectors.joining(", ", Objects.requireNonNull(strategy) + " (", ")"));
  }

  private static String sql(IndexKey key) {
    String collation = key.collation();
    String operatorClass = key.operatorClass();
    return (key.column() != null ? quote(key.column()) : "(" + key.expression() + ")")
        + (collation == null ? "" : " COLLATE " + Identifiers.qualified(collation))
        + (operatorClass == null ? "" : " " + Identifiers.qualified(operatorClass));
  }
}
