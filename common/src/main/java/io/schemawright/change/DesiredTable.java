package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.OwnedSequence;
import io.schemawright.catalog.RelationName;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says what a table is to be like; what leads there is for the difference to find. A table that is
 * not there is created.
 *
 * @param renamedColumns columns that only get another name, which no comparison can see: the new
 *     name of each
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record DesiredTable(
    String schema,
    String table,
    @Nullable String comment,
    List<RequestedColumn> columns,
    @Nullable RequestedKey primaryKey,
    List<RequestedKey> uniqueConstraints,
    List<RequestedCheck> checks,
    List<RequestedForeignKey> foreignKeys,
    List<RequestedExclusion> exclusions,
    List<RequestedIndex> indexes,
    @Nullable RequestedPartitioning partitionBy,
    Map<String, String> storageParameters,
    Map<String, String> renamedColumns)
    implements Change {

  /** The name of this kind. */
  public static final String TYPE = "desired-table";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<DesiredTable> javaType() {
      return DesiredTable.class;
    }
  }

  public DesiredTable {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
    columns = Requested.list(columns);
    uniqueConstraints = Requested.list(uniqueConstraints);
    checks = Requested.list(checks);
    foreignKeys = Requested.list(foreignKeys);
    exclusions = Requested.list(exclusions);
    indexes = Requested.list(indexes);
    storageParameters = Requested.map(storageParameters);
    renamedColumns = Requested.map(renamedColumns);
  }

  @Override
  public String type() {
    return TYPE;
  }

  /** The change that creates the table as it is to be. */
  public CreateTable creation() {
    return new CreateTable(
        schema,
        table,
        comment,
        columns,
        primaryKey,
        uniqueConstraints,
        checks,
        foreignKeys,
        exclusions,
        indexes,
        partitionBy,
        storageParameters);
  }

  @Override
  public Set<ObjectRef> touches() {
    return creation().touches();
  }

  @Override
  public Set<ObjectRef> refersTo() {
    return creation().refersTo();
  }

  @Override
  public Set<RelationName> relationNames() {
    return creation().relationNames();
  }

  @Override
  public List<Problem> problems(String path) {
    Problems problems = new Problems();
    Set<String> wanted = creation().columnNames();
    renamedColumns.forEach(
        (from, to) -> {
          if (wanted.contains(from) || !wanted.contains(to)) {
            problems.add(
                path + ".renamedColumns." + from,
                "a column that is renamed stands in \"columns\" under its new name, and under no "
                    + "other; mend one of the two");
          }
        });
    return Stream.concat(creation().problems(path).stream(), problems.found().stream()).toList();
  }

  /** What this form cannot say, such as triggers and row security, stays as it is. */
  @Override
  public Work work(SchemaState before) {
    ObjectRef ref = ObjectRef.table(schema, table);
    TableSchema found = before.table(ref).orElse(null);
    if (found == null) {
      return creation().work(before);
    }
    creation().requireTypes(before);
    TableSchema known = renamed(found);
    TableSchema wanted = creation().tableSchema();
    TableSchema desired =
        wanted.toBuilder()
            .columns(wanted.columns().stream().map(c -> countedAsBefore(known, c)).toList())
            .unlogged(known.unlogged())
            .others(others(known, wanted))
            .partitionKey(partitionBy == null ? known.partitionKey() : wanted.partitionKey())
            .partitionOf(known.partitionOf())
            .dependsOn(known.dependsOn())
            .build();
    Map<Renames.Part, String> renames = new HashMap<>();
    renamedColumns.forEach(
        (from, to) -> renames.put(new Renames.Part(ref, Renames.Part.Kind.COLUMN, from), to));
    return new Work.Transition(
        before.with(desired),
        new Renames(Map.of(), renames),
        true,
        Map.of(ref, creation().unnamed(desired)));
  }

  private TableSchema renamed(TableSchema known) {
    TableSchema renamed = known;
    for (Map.Entry<String, String> column : renamedColumns.entrySet()) {
      AlteredTable.column(known, column.getKey(), "$.renamedColumns");
      if (known.column(column.getValue()).isPresent()) {
        throw new DoesNotFit(
            "$.renamedColumns",
            "the table %s.%s has a column '%s' already; drop '%s' in a request before this one"
                .formatted(schema, table, column.getValue(), column.getValue()));
      }
      renamed = new ColumnRename(column.getKey(), column.getValue()).in(renamed);
    }
    return renamed;
  }

  /** A request cannot name or shape the sequence of a column: it stays the one that is there. */
  private static Column countedAsBefore(TableSchema known, Column wanted) {
    OwnedSequence sequence =
        wanted.sequence() == null
            ? null
            : known.column(wanted.name()).map(Column::sequence).orElse(wanted.sequence());
    return wanted.withSequence(wanted.identity(), sequence);
  }

  private static List<TablePart> others(TableSchema known, TableSchema wanted) {
    TableSchema kept = known;
    for (Column column : known.columns()) {
      if (wanted.column(column.name()).isEmpty()) {
        kept = TableParts.withoutColumn(kept, column.name());
      }
    }
    List<TablePart> parts = new ArrayList<>(kept.others());
    if (!wanted.others().isEmpty()) {
      parts.removeIf(StorageParameters::are);
      parts.addAll(wanted.others());
    }
    return parts;
  }
}
