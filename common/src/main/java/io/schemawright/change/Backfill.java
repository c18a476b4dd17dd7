package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.Expression;
import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.UniqueConstraint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Updates rows that are there, in batches by a key of the table.
 *
 * @param set an expression for each column that is to be set
 * @param where which rows; null for all
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Backfill(String schema, String table, Map<String, String> set, @Nullable String where)
    implements Change {

  /** The name of this kind. */
  public static final String TYPE = "backfill";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<Backfill> javaType() {
      return Backfill.class;
    }
  }

  public Backfill {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
    set = set == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(set));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Set<ObjectRef> touches() {
    return Set.of(ObjectRef.table(schema, table));
  }

  @Override
  public Set<ObjectRef> refersTo() {
    return Set.of();
  }

  @Override
  public List<Problem> problems(String path) {
    Problems problems = new Problems();
    problems.schema(path + ".schema", schema);
    problems.name(path + ".table", table);
    if (set.isEmpty()) {
      problems.add(path + ".set", "no column is set; name at least one");
    }
    set.forEach(
        (column, expression) -> {
          String at = "%s.set.%s".formatted(path, column);
          problems.name(at, column);
          problems.expression(at, Expression.ofPredicate(expression, Set.of()));
        });
    if (where != null) {
      problems.expression(path + ".where", Expression.ofPredicate(where, Set.of()));
    }
    return problems.found();
  }

  @Override
  public Work work(SchemaState before) {
    ObjectRef ref = ObjectRef.table(schema, table);
    TableSchema found = AlteredTable.table(before, ref, "$.table");
    set.keySet().forEach(column -> AlteredTable.column(found, column, "$.set." + column));
    String assignments =
        set.entrySet().stream()
            .map(e -> "%s = (%s)".formatted(Identifiers.quote(e.getKey()), e.getValue()))
            .collect(Collectors.joining(", "));
    return new Work.Backfill(ref, key(found), assignments, where);
  }

  /** A unique key without nulls that the update leaves alone. */
  private List<String> key(TableSchema found) {
    List<List<String>> keys = new ArrayList<>();
    PrimaryKey primary = found.primaryKey();
    if (primary != null) {
      keys.add(primary.columns());
    }
    found.uniqueConstraints().stream().map(UniqueConstraint::columns).forEach(keys::add);
    return keys.stream()
        .filter(key -> Collections.disjoint(key, set.keySet()))
        .filter(
            key ->
                key.stream()
                    .allMatch(name -> found.column(name).filter(c -> !isNull(c)).isPresent()))
        .findFirst()
        .orElseThrow(
            () ->
                new DoesNotFit(
                    "$.table",
                    "the table %s.%s has no primary key or unique constraint over columns that are"
                            .formatted(schema, table)
                        + " NOT NULL and are not set here, so its rows cannot be cut into batches;"
                        + " add such a key first"));
  }

  private static boolean isNull(Column column) {
    return column.nullable();
  }
}
