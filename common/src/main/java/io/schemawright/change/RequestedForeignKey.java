package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.schemawright.catalog.Deferral;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.GeneratedNames;
import io.schemawright.catalog.ReferentialAction;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A foreign key as a request writes it.
 *
 * @param matchFull whether either all columns refer or none does
 * @param deferral when it is checked if it is deferrable; null if it is not
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RequestedForeignKey(
    @Nullable String name,
    List<String> columns,
    Target references,
    @Nullable ReferentialAction onDelete,
    @Nullable ReferentialAction onUpdate,
    boolean matchFull,
    @Nullable Deferral deferral) {

  /** What the key refers to; without columns, the referenced table's primary key. */
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  public record Target(String schema, String table, List<String> columns) {
    public Target {
      schema = Objects.requireNonNullElse(schema, "public");
      table = Objects.requireNonNullElse(table, "");
      columns = Requested.list(columns);
    }
  }

  public RequestedForeignKey {
    columns = Requested.list(columns);
    references = Objects.requireNonNullElseGet(references, () -> new Target("", "", List.of()));
  }

  /** What is written where there should be a foreign key. */
  static RequestedForeignKey none() {
    return new RequestedForeignKey(
        null, List.of(), new Target("public", "", List.of()), null, null, false, null);
  }

  void problems(Problems problems, String path, @Nullable Set<String> known) {
    problems.optionalName(path + ".name", name);
    problems.columns(path + ".columns", columns, known);
    targetProblems(problems, path + ".references");
  }

  /** What is wrong with the referenced side alone. */
  void targetProblems(Problems problems, String path) {
    problems.schema(path + ".schema", references.schema());
    problems.name(path + ".table", references.table());
    for (String column : references.columns()) {
      problems.name(path + ".columns", column);
    }
    if (!references.columns().isEmpty() && references.columns().size() != columns.size()) {
      problems.add(
          path + ".columns",
          "%d columns refer to %d; name as many as there are in the key, or none for the primary key"
              .formatted(columns.size(), references.columns().size()));
    }
  }

  ForeignKey foreignKey(String table, GeneratedNames names) {
    return new ForeignKey(
        name == null ? names.foreignKey(table, columns) : name,
        columns,
        references.schema(),
        references.table(),
        references.columns(),
        Objects.requireNonNullElse(onDelete, ReferentialAction.NO_ACTION),
        Objects.requireNonNullElse(onUpdate, ReferentialAction.NO_ACTION),
        matchFull,
        deferral,
        false,
        false);
  }
}
